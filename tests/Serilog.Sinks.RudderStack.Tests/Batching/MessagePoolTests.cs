using CsCheck;
using Serilog.Sinks.RudderStack.Batching;

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
                    Assert.Null(message.Next);
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
        QueuedMessage[] messages = [pool.Rent(1024), pool.Rent(1024), pool.Rent(1024)];
        foreach (var message in messages)
            pool.Return(message);

        QueuedMessage[] again = [pool.Rent(1024), pool.Rent(1024), pool.Rent(1024)];

        Assert.Equal(2, again.Intersect(messages).Count());
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
