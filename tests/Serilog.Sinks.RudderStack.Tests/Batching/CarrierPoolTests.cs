using CsCheck;
using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class CarrierPoolTests
{
    [Fact]
    public void CapacityHoldsTheMessageAndWastesAtMostAnEighth()
    {
        for (var length = 0; length <= 40_000; length++)
            AssertFits(length);
        Gen.Int[40_000, 4_096_000].Sample(AssertFits);
    }

    [Fact]
    public void ACarrierIsReusedForAMessageOfItsSize()
    {
        var pool = new CarrierPool(keptBytesLimit: 10_000);
        var carrier = pool.Rent(1000);
        pool.Return(carrier);

        Assert.Same(carrier, pool.Rent(1000));
        Assert.NotSame(carrier, pool.Rent(1000));
    }

    [Fact]
    public void RentedCarriersAreDifferentAndLargeEnoughAndKeptBytesAreBounded() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Bool).Array[1, 200].Sample(steps =>
        {
            const int Limit = 10_000;
            var pool = new CarrierPool(Limit);
            var rented = new List<QueuedMessage>();
            var known = new HashSet<QueuedMessage>(ReferenceEqualityComparer.Instance);
            foreach (var (length, rent) in steps)
            {
                if (rent)
                {
                    var carrier = pool.Rent(length);
                    Assert.Equal(CarrierPool.CapacityFor(length), carrier.Capacity);
                    Assert.DoesNotContain(carrier, rented);
                    Assert.Null(carrier.Next);
                    rented.Add(carrier);
                    known.Add(carrier);
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
        var pool = new CarrierPool(keptBytesLimit: 2500);
        QueuedMessage[] carriers = [pool.Rent(1024), pool.Rent(1024), pool.Rent(1024)];
        foreach (var carrier in carriers)
            pool.Return(carrier);

        QueuedMessage[] again = [pool.Rent(1024), pool.Rent(1024), pool.Rent(1024)];

        Assert.Equal(2, again.Intersect(carriers).Count());
    }

    static void AssertFits(int length)
    {
        var capacity = CarrierPool.CapacityFor(length);
        Assert.True(capacity >= length, $"{length} does not fit into {capacity}");
        Assert.True(capacity == 256 || (capacity - length) * 8 <= capacity, $"{length} wastes too much of {capacity}");
        Assert.Equal(capacity, CarrierPool.CapacityFor(capacity));
    }

    static long KeptBytes(CarrierPool pool, HashSet<QueuedMessage> known, List<QueuedMessage> rented)
    {
        var kept = 0L;
        foreach (var capacity in known.Except(rented).Select(carrier => carrier.Capacity).Distinct())
        {
            while (pool.Rent(capacity) is var carrier && known.Contains(carrier))
                kept += carrier.Capacity;
        }

        return kept;
    }
}
