using System.Collections.Concurrent;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public sealed class LedgerThreadsTests
{
    const int Loggers = 8;
    const int PerLogger = 4000;

    readonly ConcurrentQueue<QueuedMessage> _queue = new();
    readonly ConcurrentDictionary<QueuedMessage, int> _inHands = new(ReferenceEqualityComparer.Instance);
    readonly ConcurrentQueue<int> _seen = new();
    int _loggersAtWork = Loggers;

    /// <summary>
    /// Each message has a content of its own all through its buffer, and is looked at just before it is settled: had a
    /// message been in two hands, or its end not been cleared, the content would be another's.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UnderManyThreadsNoMessageIsInTwoHandsAndTheSumIsWhatWasAccepted(bool block)
    {
        // Small enough to be full at times.
        var ledger = new Ledger(limit: 64, limitBytes: 64 * 1024, maxMessageBytes: 800, TimeProvider.System);
        var refused = 0;
        using var checking = new CancellationTokenSource();
        var watch = Task.Run(() =>
        {
            while (!checking.IsCancellationRequested)
                AssertAddsUp(ledger.ReadStatistics());
        });
        var loggers = Enumerable.Range(0, Loggers).Select(logger => RunThread(() =>
        {
            for (var i = 0; i < PerLogger; i++)
            {
                var number = (logger * PerLogger) + i;
                var content = ContentOf(number);
                if (ledger.Admit(content.Length, wait: block, out var message) == Admission.Admitted)
                {
                    message!.Fill(content, number, original: null, callsHooks: true);
                    _queue.Enqueue(message);
                }
                else
                {
                    ledger.CountRefused(DropReason.QueueFull);
                    Interlocked.Increment(ref refused);
                }
            }

            Interlocked.Decrement(ref _loggersAtWork);
        }));
        var settlers = Enumerable.Range(0, 3).Select(settler => RunThread(() =>
        {
            try
            {
                Settle(ledger, settler);
            }
            catch
            {
                // Nobody makes room any more: a failure must not look like a hang.
                ledger.Close();
                throw;
            }
        }));

        await Task.WhenAll([.. loggers, .. settlers]).WaitAsync(TimeSpan.FromMinutes(2));
        await checking.CancelAsync();
        await watch;

        var statistics = ledger.ReadStatistics();
        AssertAddsUp(statistics);
        Assert.Equal((Loggers * PerLogger, 0, 0), (statistics.Accepted, statistics.Pending, ledger.HeldBytes));
        Assert.Equal(refused, statistics.Dropped.GetValueOrDefault(DropReason.QueueFull));
        Assert.Equal((Loggers * PerLogger) - refused, _seen.Count);
        Assert.Equal(_seen.Count, _seen.Distinct().Count());
        if (block)
            Assert.Equal(0, refused);
    }

    [Fact]
    public async Task AnAbandonAndTheLanesCountEachMessageOnce()
    {
        for (var round = 0; round < 200; round++)
        {
            var ledger = new Ledger(limit: 1000, limitBytes: 1_000_000, maxMessageBytes: 700, TimeProvider.System);
            for (var i = 0; i < 100; i++)
                ledger.Admit(100, wait: false, out _);

            using var start = new Barrier(3);
            var settled = 0;
            var abandoned = 0;
            Task[] lanes = [.. Enumerable.Range(0, 2).Select(_ => RunThread(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 5; i++)
                {
                    if (ledger.TrySettle(10, reason: null))
                        Interlocked.Add(ref settled, 10);
                }
            }))];
            var abandoning = RunThread(() =>
            {
                start.SignalAndWait();
                abandoned = ledger.Abandon().Dropped;
            });
            await Task.WhenAll([.. lanes, abandoning]).WaitAsync(TimeSpan.FromMinutes(1));

            var statistics = ledger.ReadStatistics();
            Assert.Equal((settled, 100 - settled, 0), (statistics.Delivered, abandoned, statistics.Pending));
            Assert.Equal(abandoned, statistics.Dropped.GetValueOrDefault(DropReason.Shutdown));
        }
    }

    void Settle(Ledger ledger, int settler)
    {
        var batch = new List<QueuedMessage>();
        while (true)
        {
            // Read first: what was admitted before the last logger ended is in the queue.
            var last = Volatile.Read(ref _loggersAtWork) == 0;
            while (batch.Count < 10 && _queue.TryDequeue(out var message))
            {
                Assert.True(_inHands.TryAdd(message, settler), "a message is in two hands");
                batch.Add(message);
            }

            if (batch.Count == 0)
            {
                if (last)
                    return;
                Thread.Yield();
                continue;
            }

            foreach (var message in batch)
            {
                Assert.Equal(ContentOf(message.UserHash), message.Json.ToArray());
                Assert.True(TestMessages.BufferOf(message).AsSpan(message.Length).IndexOfAnyExcept((byte)0) < 0, "what follows the message was not cleared");
                _seen.Enqueue(message.UserHash);
                Assert.True(_inHands.TryRemove(message, out _));
            }

            Assert.True(ledger.TrySettle(batch.Count, settler == 0 ? DropReason.Rejected : null));
            ledger.Release(batch.ToArray());
            batch.Clear();
        }
    }

    // One byte value, never zero, in one of several sizes.
    static byte[] ContentOf(int number)
    {
        var content = new byte[40 + (number * 37 % 700)];
        Array.Fill(content, (byte)(1 + (number % 255)));
        BitConverter.TryWriteBytes(content, number);
        return content;
    }

    static void AssertAddsUp(DeliveryStatistics statistics) =>
        Assert.Equal(statistics.Accepted, statistics.Delivered + statistics.Dropped.Values.Sum() + statistics.Pending);

    static Task RunThread(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
