using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class StopSignalTests : IDisposable
{
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    readonly FakeTimeProvider _time = new();
    readonly StopSignal _stop;

    public StopSignalTests() => _stop = new StopSignal(_time, TimeSpan.FromSeconds(10));

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task BeforeTheShutdownAWaitLastsAsLongAsItIs()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), await WaitedAsync(TimeSpan.FromMinutes(5)));
        Assert.False(_stop.IsLastRound);
    }

    [Fact]
    public async Task TheBeginningEndsACurrentWaitAtOnce()
    {
        var waiting = _stop.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.False(waiting.IsCompleted);

        _stop.Begin();

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task InTheFirstHalfWaitsLastASecondAtMost()
    {
        _stop.Begin();

        Assert.False(_stop.IsLastRound);
        Assert.Equal(TimeSpan.FromSeconds(1), await WaitedAsync(TimeSpan.FromMinutes(5)));
        Assert.Equal(TimeSpan.FromMilliseconds(100), await WaitedAsync(TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task AWaitDoesNotReachIntoTheSecondHalf()
    {
        _stop.Begin();
        _time.Advance(TimeSpan.FromSeconds(4.5));

        Assert.Equal(TimeSpan.FromSeconds(0.5), await WaitedAsync(TimeSpan.FromSeconds(1)));
        Assert.True(_stop.IsLastRound);
    }

    [Fact]
    public async Task InTheSecondHalfThereIsNoWait()
    {
        _stop.Begin();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(_stop.IsLastRound);
        Assert.Equal(TimeSpan.Zero, await WaitedAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task AnAbortEndsWaitsAndIsTheLastRound()
    {
        _stop.Begin();
        var waiting = _stop.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);

        _stop.Abort();

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(_stop.IsLastRound);
        Assert.True(_stop.Aborted.IsCancellationRequested);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void AJumpOfTheWallClockDoesNotChangeThePhase(int days)
    {
        var clock = new JumpingClock(_time);
        using var stop = new StopSignal(clock, TimeSpan.FromSeconds(10));
        stop.Begin();

        clock.Jump(TimeSpan.FromDays(days));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(stop.IsLastRound);

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(stop.IsLastRound);
    }

    [Fact]
    public void ASenderMayStillAskAfterTheEnd()
    {
        _stop.Begin();
        _stop.Abort();
        _stop.Dispose();

        Assert.True(_stop.IsLastRound);
        Assert.True(_stop.WaitAsync(TimeSpan.FromSeconds(1)).IsCompletedSuccessfully);
    }

    // The user's HTTP handler gets this token, and what it registers runs within Abort.
    [Fact]
    public void AnAbortSurvivesWhatAHandlerRegistered()
    {
        using var registration = _stop.Aborted.Register(() => throw new InvalidOperationException("a handler's fault"));

        _stop.Abort();

        Assert.True(_stop.Aborted.IsCancellationRequested);
    }

    Task<TimeSpan> WaitedAsync(TimeSpan wait) => _time.DriveAsync(() => _stop.WaitAsync(wait), Step);
}
