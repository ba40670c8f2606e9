using CsCheck;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class SendQueueTests
{
    const int BatchSize = 7;
    const int BatchBytes = 2000;

    // What happens next: messages of (user, padding) arrive, or the sender of that number settles its batch and takes another.
    static readonly Gen<(bool Arrive, (int User, int Padding)[] Messages, int Sender)> Step =
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1800]).Array[1, 12], Gen.Int[0, 15]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void SendersTakeEachMessageOnceInOrderAndAUserIsInOneBatchAtATime(int maxSenders) =>
        Step.Array[1, 80].Sample(steps =>
        {
            var run = new SendQueueRun(new SendQueue(BatchSize, BatchBytes, maxSenders), maxSenders, BatchSize, BatchBytes);
            foreach (var (arrive, messages, sender) in steps)
            {
                if (arrive)
                    run.Add(messages);
                else
                    run.Continue(sender);
            }

            run.Finish();
        });

    [Fact]
    public async Task ManyThreadsTakeEachMessageOnceInOrder()
    {
        const int Users = 40;
        const int PerUser = 250;
        var queue = new SendQueue(batchSize: 10, BatchBytes, maxSenders: 16);
        var taken = new List<int>[Users];
        var busy = new int[Users];
        Array.Fill(busy, 0);
        for (var user = 0; user < Users; user++)
            taken[user] = [];

        var done = 0;
        void Send()
        {
            var batch = new Batch();
            while (queue.TryTake(batch, out _))
            {
                var users = new HashSet<int>();
                foreach (var message in batch.Messages.ToArray())
                {
                    var parts = TestMessages.IdOf(message.Json).Split('-');
                    var user = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
                    if (users.Add(user))
                        Assert.Equal(1, Interlocked.Increment(ref busy[user]));
                    taken[user].Add(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
                }

                foreach (var user in users)
                    Interlocked.Decrement(ref busy[user]);
                Interlocked.Add(ref done, batch.Count);
            }
        }

        var adding = Task.Run(() =>
        {
            for (var i = 0; i < PerUser; i++)
                queue.AddDue([.. Enumerable.Range(0, Users).Select(user => TestMessages.Queued($"{user}-{i}", $"user{user}"))]);
        });
        var senders = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (Volatile.Read(ref done) < Users * PerUser)
            {
                if (queue.TryStartSender())
                    Send();
                else if (adding.IsFaulted)
                    return;
                else
                    Thread.Yield();
            }
        }));
        await Task.WhenAll([adding, .. senders]).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.All(taken, static ids => Assert.Equal(Enumerable.Range(0, PerUser), ids));
    }

    [Fact]
    public void OneSenderTakesInTheOrderOfLoggingWhoeverTheUsersAre()
    {
        var queue = new SendQueue(batchSize: 10, batchBytes: 512_000, maxSenders: 1);
        queue.AddDue([TestMessages.Queued("a", "ann"), TestMessages.Queued("b", "bob"), TestMessages.Queued("c", "ann"), TestMessages.Queued("d", "cid")]);
        var batch = new Batch();

        Assert.True(queue.TryStartSender());
        Assert.True(queue.TryTake(batch, out _));

        Assert.Equal(["a", "b", "c", "d"], TestMessages.IdsOf(batch.Messages));
    }

    [Fact]
    public void ABatchIsFilledToTheLastByteAndNotBeyond()
    {
        var messages = TestMessages.Several(3);
        var bytes = Payload.EnvelopeLength + messages.Sum(message => message.Length) + (2 * Payload.SeparatorLength);

        Assert.Equal(3, CountTaken(messages, bytes));
        Assert.Equal(2, CountTaken(TestMessages.Several(3), bytes - 1));
    }

    [Fact]
    public void WhatIsNotYetDueIsNoWork()
    {
        var queue = new SendQueue(batchSize: 10, batchBytes: 512_000, maxSenders: 1);

        queue.Add(TestMessages.Queued("a"));

        Assert.False(queue.TryStartSender());
        queue.ReadyAll(takesTicketBack: false);
        Assert.True(queue.TryStartSender());
    }

    [Fact]
    public void AFullBatchIsDueAtOnceAndWhatWaitsNeedsOneTicketForEachInterval()
    {
        var queue = new SendQueue(batchSize: 3, batchBytes: 512_000, maxSenders: 1);
        Due Add() => queue.Add(TestMessages.Queued("m"));

        Assert.Equal([Due.AfterInterval, Due.WithOthers, Due.Now], [Add(), Add(), Add()]);

        // The ticket is still out.
        Assert.Equal([Due.WithOthers, Due.WithOthers, Due.Now], [Add(), Add(), Add()]);
        queue.ReadyAll(takesTicketBack: false);
        Assert.Equal(Due.WithOthers, Add());
        queue.ReadyAll(takesTicketBack: true);
        Assert.Equal([Due.AfterInterval, Due.WithOthers, Due.Now], [Add(), Add(), Add()]);
    }

    [Fact]
    public void AFullBatchIsWorkAndASenderThatCouldNotStartMayBeStartedAgain()
    {
        var queue = new SendQueue(batchSize: 2, batchBytes: 512_000, maxSenders: 1);
        queue.Add(TestMessages.Queued("a"));
        queue.Add(TestMessages.Queued("b"));

        Assert.True(queue.TryStartSender());
        Assert.False(queue.TryStartSender());
        queue.CancelSender();
        Assert.True(queue.TryStartSender());
    }

    [Fact]
    public void SendersStartOnlyForWorkAndUpToTheirNumber()
    {
        var queue = new SendQueue(batchSize: 1, batchBytes: 512_000, maxSenders: 2);
        Assert.False(queue.TryStartSender());
        queue.AddDue([TestMessages.Queued("a", "ann"), TestMessages.Queued("b", "bob"), TestMessages.Queued("c", "cid")]);

        Assert.True(queue.TryStartSender());
        Assert.True(queue.TryStartSender());
        Assert.False(queue.TryStartSender());

        Batch first = new(), second = new();
        Assert.True(queue.TryTake(first, out var more));
        Assert.False(more);
        Assert.True(queue.TryTake(second, out _));
        Assert.True(queue.TryTake(first, out _));
        Assert.False(queue.TryTake(first, out _));
        Assert.False(queue.TryStartSender());
        queue.AddDue([TestMessages.Queued("d", "dan")]);
        Assert.True(queue.TryStartSender());
    }

    static int CountTaken(QueuedMessage[] messages, int batchBytes)
    {
        var queue = new SendQueue(batchSize: 10, batchBytes, maxSenders: 1);
        queue.AddDue(messages);
        var batch = new Batch();
        Assert.True(queue.TryStartSender());
        Assert.True(queue.TryTake(batch, out _));
        return batch.Count;
    }
}
