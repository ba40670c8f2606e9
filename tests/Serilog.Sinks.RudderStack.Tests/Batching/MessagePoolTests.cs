using CsCheck;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class MessagePoolTests
{
    [Fact]
    public void CapacityHoldsTheMessageAndWastesAtMostAnEighth()
    {
        for (var length = 0; length <= 40_000; length++)
            AssertFits(length);
        Gen.Int[40_000, 4_096_000].Sample(AssertFits);
    }

    [Fact]
    public void AMessageIsReusedForAMessageOfItsSize()
    {
        var pool = new MessagePool(keptBytesLimit: 10_000);
        var message = pool.Rent(1000);
        pool.Return(message);

        Assert.Same(message, pool.Rent(1000));
        Assert.NotSame(message, pool.Rent(1000));
    }

    [Fact]
    public void RentedMessagesAreDifferentAndLargeEnoughAndKeptBytesAreBounded() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Bool).Array[1, 200].Sample(steps =>
        {
            const int Limit = 10_000;
            var pool = new MessagePool(Limit);
            var rented = new List<QueuedMessage>();
            var known = new HashSet<QueuedMessage>(ReferenceEqualityComparer.Instance);
            foreach (var (length, rent) in steps)
            {
                if (rent)
                {
                    var message = pool.Rent(length);
                    Assert.Equal(MessagePool.CapacityFor(length), message.Capacity);
                    Assert.DoesNotContain(message, rented);
                    Assert.Null(message.NextFree);
                    rented.Add(message);
                    known.Add(message);
                }
                else if (rented.Count > 0)
                {
                    pool.Return(rented[length % rented.Count]);
                    rented.RemoveAt(length % rented.Count);
                }
            }

            Assert.True(KeptBytes(pool, known, rented) <= Limit);
        });

    [Fact]
    public void WhatGoesBeyondTheLimitIsLeftToTheGarbageCollector()
    {
        var pool = new MessagePool(keptBytesLimit: 2500);
        QueuedMessage[] messages = [.. Rent(pool, 4, 1024)];
        foreach (var message in messages)
            pool.Return(message);

        QueuedMessage[] again = [.. Rent(pool, 4, 1024)];

        Assert.Equal(2, again.Intersect(messages).Count());
    }

    [Fact]
    public void LittleTrafficMakesSingleBuffersAndABurstEverLargerSlabs()
    {
        var pool = new MessagePool(keptBytesLimit: 16 * 1024 * 1024);

        int[] slabs = [.. Rent(pool, 2000, 700).Select(static message => message.Segment.Array!).Distinct().Select(static slab => slab.Length / MessagePool.CapacityFor(700))];

        Assert.Equal([1, 1, 2, 4, 8, 16, 32, 64, 128], slabs[..9]);
        Assert.All(slabs[9..], static count => Assert.InRange(count * MessagePool.CapacityFor(700), 85_000, 128 * 1024));
    }

    [Fact]
    public void SteadyTrafficMakesNoNewBuffers()
    {
        var pool = new MessagePool(keptBytesLimit: 16 * 1024 * 1024);
        int[] lengths = [.. Enumerable.Range(0, 100).Select(static i => 300 + i * 17)];
        var slabs = new HashSet<byte[]>();
        QueuedMessage[] RentAll()
        {
            QueuedMessage[] batch = [.. lengths.Select(pool.Rent)];
            slabs.UnionWith(batch.Select(static message => message.Segment.Array!));
            return batch;
        }

        Array.ForEach(RentAll(), pool.Return);
        var made = slabs.Count;
        for (var round = 0; round < 1000; round++)
            Array.ForEach(RentAll(), pool.Return);

        Assert.Equal(made, slabs.Count);
    }

    [Fact]
    public void MessagesOfOneSlabDoNotOverlap()
    {
        var pool = new MessagePool(keptBytesLimit: 16 * 1024 * 1024);
        QueuedMessage[] messages = [.. Rent(pool, 1000, 300)];

        for (var i = 0; i < messages.Length; i++)
            messages[i].Fill(ContentOf(messages[i], i), userHash: i, original: null, callsHooks: true);
        foreach (var message in messages.Where(static message => message.UserHash % 3 == 0))
            message.Clear();

        Assert.All(messages, static (message, i) => Assert.Equal(
            message.Length == 0 ? new byte[message.Capacity] : ContentOf(message, i),
            TestMessages.BufferOf(message).ToArray()));
    }

    static IEnumerable<QueuedMessage> Rent(MessagePool pool, int count, int length) =>
        Enumerable.Range(0, count).Select(_ => pool.Rent(length));

    static byte[] ContentOf(QueuedMessage message, int number)
    {
        var content = new byte[message.Capacity];
        Array.Fill(content, (byte)(1 + number % 255));
        return content;
    }

    static void AssertFits(int length)
    {
        var capacity = MessagePool.CapacityFor(length);
        Assert.True(capacity >= length, $"{length} does not fit into {capacity}");
        Assert.True(capacity == 256 || (capacity - length) * 8 <= capacity, $"{length} wastes too much of {capacity}");
        Assert.Equal(capacity, MessagePool.CapacityFor(capacity));
    }

    static long KeptBytes(MessagePool pool, HashSet<QueuedMessage> known, List<QueuedMessage> rented)
    {
        var kept = 0L;
        foreach (var capacity in known.Except(rented).Select(message => message.Capacity).Distinct())
        {
            while (pool.Rent(capacity) is var message && known.Contains(message))
                kept += message.Capacity;
        }

        return kept;
    }
}
