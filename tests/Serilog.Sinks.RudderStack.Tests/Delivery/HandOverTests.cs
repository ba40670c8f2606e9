using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Delivery;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public sealed class HandOverTests
{
    readonly FakeTimeProvider _time = new();
    readonly HandOver _handOver;

    public HandOverTests() => _handOver = new HandOver(_time);

    [Fact]
    public void FiveSecondsWithoutAHookThatReturnsAreTheEnd()
    {
        _handOver.Begin(10);
        Assert.Equal(TimeSpan.FromSeconds(5), _handOver.Left);

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(_handOver.MayCall(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _handOver.Left);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, _handOver.Left);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(-1), _handOver.Left);
    }

    [Fact]
    public void HooksThatReturnHaveFifteenSecondsInAll()
    {
        _handOver.Begin(100);
        for (var second = 3; second <= 9; second += 3)
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            _handOver.Returned();
            Assert.Equal(TimeSpan.FromSeconds(5), _handOver.Left);
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        _handOver.Returned();
        Assert.Equal(TimeSpan.FromSeconds(3), _handOver.Left);
    }

    [Fact]
    public void AfterTheEndNoHookIsCalledAndWhatIsMissingIsSaidOnce()
    {
        _handOver.Begin(10);
        Assert.True(_handOver.MayCall(1));
        Assert.True(_handOver.MayCall(2));

        Assert.Equal(7, _handOver.End());
        Assert.False(_handOver.MayCall(1));
        Assert.Equal(0, _handOver.End());
    }

    // The thread that disposes may look at the time just when another is about to begin.
    [Fact]
    public void BeforeTheBeginningTheTimeIsNotOver()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromSeconds(5), _handOver.Left);
    }

    // A lane may be about to settle when the shutdown counts.
    [Fact]
    public void WhatWasHandedOverJustBeforeTheBeginningIsNotMissing()
    {
        Assert.True(_handOver.MayCall(3));

        _handOver.Begin(10);

        Assert.Equal(7, _handOver.End());
    }
}
