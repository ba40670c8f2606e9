using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

/// <summary>The accounts of a sink with a store: accepted + recovered = delivered + dropped + transferred + pending, always.</summary>
public sealed class StoredLedgerTests
{
    readonly Ledger _ledger = new(limit: 10, limitBytes: 1_000_000, maxMessageBytes: 1000, new FakeTimeProvider());

    [Theory]
    [InlineData("Stored", 1, 0, 1)]
    [InlineData("StoredForAnother", 1, 1, 0)]
    [InlineData("Full", 1, 0, 0)]
    [InlineData("Unavailable", 0, 0, 0)]
    public void AnAppendCountsAsWhatHasBecomeOfIt(string outcome, int accepted, int transferred, int pending)
    {
        Assert.True(_ledger.BeginStore(onlyBehindOthers: false));
        Assert.Equal(1, _ledger.Pending);
        _ledger.EndStore(Enum.Parse<StoreOutcome>(outcome), generation: 0);

        AssertIs(accepted: accepted, transferred: transferred, pending: pending, dropped: outcome == "Full" ? 1 : 0);
    }

    [Fact]
    public void WhatIsTakenIsPendingUntilItIsSettled()
    {
        Store();
        Assert.True(_ledger.TryTake(100, isRecovered: false, limit: 2, out _));
        AssertIs(accepted: 1, pending: 1);
        Assert.True(_ledger.TryTake(100, isRecovered: true, limit: 2, out _));
        AssertIs(accepted: 1, recovered: 1, pending: 2);
        Assert.False(_ledger.TryTake(100, isRecovered: true, limit: 2, out _));

        Assert.True(_ledger.TrySettle(2, reason: null, taken: 2));
        AssertIs(accepted: 1, recovered: 1, delivered: 2);
        Assert.Equal((1, 1), _ledger.StoreCounts);
    }

    [Fact]
    public void OnlyBehindOthersMeansBehindSomethingThatIsStored()
    {
        Assert.False(_ledger.BeginStore(onlyBehindOthers: true));
        AssertIs();
        Store();
        Assert.True(_ledger.BeginStore(onlyBehindOthers: true));
        _ledger.EndStore(StoreOutcome.Stored, generation: 0);
        _ledger.TryTake(100, isRecovered: false, limit: 5, out _);
        _ledger.TryTake(100, isRecovered: false, limit: 5, out _);

        Assert.False(_ledger.BeginStore(onlyBehindOthers: true));
    }

    [Fact]
    public void WhatTheStoreDropsIsCountedForWhomItBelongedTo()
    {
        Store();
        Store();
        _ledger.DropStored(own: 1, recovered: 3, DropReason.Expired);

        AssertIs(accepted: 2, recovered: 3, dropped: 4, pending: 1);
    }

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(1, 1, 1)]
    public void AnAppendSeesByTheGenerationWhetherItsFileWasSetAside(int generation, int transferred, int pending)
    {
        Store();
        Assert.True(_ledger.BeginStore(onlyBehindOthers: false));
        Assert.Equal(1, _ledger.LeaveStored());
        var outcome = _ledger.EndStore(StoreOutcome.Stored, generation);

        Assert.Equal(generation == 0 ? StoreOutcome.StoredForAnother : StoreOutcome.Stored, outcome);
        AssertIs(accepted: 2, transferred: transferred, pending: pending);
    }

    [Theory]
    [InlineData("Stored", 2)]
    [InlineData("StoredForAnother", 2)]
    [InlineData("Unavailable", 1)]
    public void AnAppendThatTheShutdownOvertakesIsCountedOnce(string outcome, int transferred)
    {
        Store();
        Assert.True(_ledger.BeginStore(onlyBehindOthers: false));
        Assert.Equal((0, 1), _ledger.Abandon(maySave: true));
        _ledger.EndStore(Enum.Parse<StoreOutcome>(outcome), generation: 0);

        AssertIs(accepted: transferred, transferred: transferred);
    }

    [Fact]
    public void WhatMemoryHoldsAtTheEndIsSavedOrDropped()
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal(Admission.Admitted, _ledger.Admit(100, wait: false, out _));
        Store();
        _ledger.TryTake(100, isRecovered: false, limit: 5, out _);
        Assert.Equal((0, 1), _ledger.Abandon(maySave: true));
        AssertIs(accepted: 4, transferred: 1, pending: 3);

        _ledger.SettleAbandoned(1, isSaved: true);
        _ledger.SettleAbandoned(1, isSaved: false);
        Assert.Equal(1, _ledger.AbandonRest());
        _ledger.SettleAbandoned(1, isSaved: true);
        AssertIs(accepted: 4, transferred: 2, dropped: 2);
    }

    void Store()
    {
        Assert.True(_ledger.BeginStore(onlyBehindOthers: false));
        Assert.Equal(StoreOutcome.Stored, _ledger.EndStore(StoreOutcome.Stored, generation: 0));
    }

    void AssertIs(long accepted = 0, long recovered = 0, long delivered = 0, long dropped = 0, long transferred = 0, long pending = 0)
    {
        var statistics = _ledger.ReadStatistics();
        Assert.Equal(
            (accepted, recovered, delivered, dropped, transferred, pending),
            (statistics.Accepted, statistics.Recovered, statistics.Delivered, statistics.Dropped.Values.Sum(), statistics.Transferred, statistics.Pending));
        Assert.Equal(accepted + recovered, delivered + dropped + transferred + pending);
    }
}
