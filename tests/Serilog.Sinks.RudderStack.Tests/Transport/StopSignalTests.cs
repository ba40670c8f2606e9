using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>The clock of a shutdown. What senders make of it: <see cref="BatchSenderShutdownTests"/>.</summary>
public sealed class StopSignalTests : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    readonly FakeTimeProvider _time = new();
    readonly List<StopSignal> _made = [];

    public void Dispose() => _made.ForEach(static stop => stop.Dispose());

    [Theory]
    [InlineData(0, 10, 30, 60, 10)]
    [InlineData(4, 10, 30, 60, 10)]
    [InlineData(5, 10, 30, 60, 10)]
    [InlineData(6, 10, 30, 60, 12)]
    [InlineData(14, 10, 30, 60, 28)]
    [InlineData(25, 10, 30, 60, 30)]
    [InlineData(25, 10, 30, 20, 20)]
    [InlineData(6, 1, 30, 60, 12)]
    [InlineData(0, 10, 30, 5, 5)]
    [InlineData(0, 10, 5, 60, 10)]
    public void WithoutAnAcknowledgementItEndsAtTheStallLimitOrAfterTwiceTheSlowestAnswer(
        int slowestAnswer, int stallTimeout, int requestTimeout, int shutdownTimeout, int left)
    {
        var stop = Make(stallTimeout, requestTimeout, shutdownTimeout);
        if (slowestAnswer > 0)
            Acknowledge(stop, slowestAnswer, 0.1);

        stop.Begin();

        Assert.Equal(TimeSpan.FromSeconds(left), stop.Left);
        _time.Advance(TimeSpan.FromSeconds(left));
        Assert.Equal(TimeSpan.Zero, stop.Left);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(-3), stop.Left);
    }

    [Fact]
    public void AnyAcknowledgementStartsTheClockAnewButNotBeyondTheTimeout()
    {
        var stop = Make();
        stop.Begin();
        for (var second = 0; second < 48; second += 8)
        {
            _time.Advance(TimeSpan.FromSeconds(8));
            Assert.Equal(TimeSpan.FromSeconds(2), stop.Left);
            Acknowledge(stop, 0.1);
            Assert.Equal(TimeSpan.FromSeconds(10), stop.Left);
        }

        _time.Advance(TimeSpan.FromSeconds(8));
        Acknowledge(stop, 0.1);
        Assert.Equal(TimeSpan.FromSeconds(4), stop.Left);
    }

    [Fact]
    public void TheTimeBeforeTheBeginningDoesNotCount()
    {
        var stop = Make();
        Acknowledge(stop, 0.1);
        _time.Advance(TimeSpan.FromHours(1));

        stop.Begin();

        Assert.True(stop.HasBegun);
        Assert.Equal(TimeSpan.FromSeconds(10), stop.Left);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(4, 20)]
    [InlineData(10, 10)]
    [InlineData(60, 10)]
    public void ASlowAnswerCountsForSomeMinutes(int minutes, int left)
    {
        var stop = Make();
        Acknowledge(stop, 10);
        _time.Advance(TimeSpan.FromMinutes(minutes));

        stop.Begin();

        Assert.Equal(TimeSpan.FromSeconds(left), stop.Left);
    }

    [Fact]
    public void FastAnswersDoNotHideTheSlowOneBeforeThem()
    {
        var stop = Make();
        Acknowledge(stop, 10);
        for (var minute = 0; minute < 5; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Acknowledge(stop, 0.1);
        }

        stop.Begin();
        Assert.Equal(TimeSpan.FromSeconds(20), stop.Left);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void AJumpOfTheWallClockChangesNothing(int days)
    {
        var clock = new JumpingClock(_time);
        using var stop = new StopSignal(new TestSettings { Time = clock }.Freeze());
        stop.Begin();

        clock.Jump(TimeSpan.FromDays(days));

        Assert.Equal(TimeSpan.FromSeconds(10), stop.Left);
    }

    [Fact]
    public async Task BeforeTheShutdownAWaitLastsAsLongAsItIs()
    {
        var stop = Make();
        foreach (var failure in Enum.GetValues<Failure>())
            Assert.Equal(TimeSpan.FromMinutes(5), await _time.DriveAsync(() => WaitAsync(stop, TimeSpan.FromMinutes(5), failure), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task OnlyTheCutEndsWaitsThatRun()
    {
        var stop = Make();
        var waiting = WaitAsync(stop, TimeSpan.FromMinutes(5), Failure.Passing);

        stop.Begin();
        Assert.False(waiting.IsCompleted);
        stop.CutWaits();

        Assert.True(await waiting.WaitAsync(Soon));
    }

    [Fact]
    public async Task TheEndEndsWaitsRequestsAndWhoHolds()
    {
        var stop = Make();
        stop.Begin();
        stop.CutWaits();
        var waiting = WaitAsync(stop, TimeSpan.FromSeconds(1), Failure.Passing);
        var holding = stop.HoldAsync();
        var aborted = new TaskCompletionSource();
        using var registration = stop.Aborted.Register(aborted.SetResult);
        Assert.False(waiting.IsCompleted || holding.IsCompleted || stop.IsOver);

        stop.End();

        Assert.True(stop.IsOver);
        Assert.False(await waiting.WaitAsync(Soon));
        await holding.WaitAsync(Soon);
        await aborted.Task.WaitAsync(Soon);
    }

    // The user's HTTP handler gets this token, and what it registers may throw or block.
    [Fact]
    public async Task WhatAHandlerRegisteredHarmsNobody()
    {
        var stop = Make();
        using var unblocked = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        using var faulty = stop.Aborted.Register(() =>
        {
            entered.SetResult();
            unblocked.Wait(Soon);
            throw new InvalidOperationException("a handler's fault");
        });
        stop.Begin();

        stop.End();

        await entered.Task.WaitAsync(Soon);
        Assert.True(stop.IsOver);
        unblocked.Set();
    }

    [Fact]
    public async Task EachLaneThatHoldsIsAChange()
    {
        var stop = Make();
        stop.Begin();
        for (var lane = 1; lane <= 3; lane++)
        {
            var changed = stop.WhenChangedAsync(out _, out _);
            Assert.False(changed.IsCompleted);

            _ = stop.HoldAsync();

            await changed.WaitAsync(Soon);
            _ = stop.WhenChangedAsync(out var holding, out var endRequested);
            Assert.Equal((lane, false), (holding, endRequested));
        }
    }

    [Fact]
    public async Task AnAcknowledgementEndsARefusalSoThatTheNextOneIsProbedAgain()
    {
        var stop = Make();
        var (first, second) = (new object(), new object());
        stop.Begin();
        stop.CutWaits();
        Assert.True(await ProbedAsync(stop, first));
        var waiting = stop.WaitAsync(second, TimeSpan.FromSeconds(5), Failure.Refused, failures: 1, stop.NextDrain);

        Acknowledge(stop, 0.1);
        Assert.True(await waiting.WaitAsync(Soon));

        // Not the end: the first refusal was over.
        Assert.True(await ProbedAsync(stop, first));
        Assert.False(await stop.WaitAsync(first, TimeSpan.FromSeconds(5), Failure.Refused, failures: 3, stop.NextDrain).WaitAsync(Soon));
        _ = stop.WhenChangedAsync(out _, out var endRequested);
        Assert.True(endRequested);
    }

    [Fact]
    public async Task ASenderMayStillAskAfterTheEnd()
    {
        var stop = Make();
        stop.Begin();
        stop.CutWaits();
        var aborted = new TaskCompletionSource();
        using (stop.Aborted.Register(aborted.SetResult))
        {
            stop.End();
            await aborted.Task.WaitAsync(Soon);
        }

        stop.Dispose();

        Assert.False(await WaitAsync(stop, TimeSpan.FromSeconds(1), Failure.Passing).WaitAsync(Soon));
        await stop.HoldAsync().WaitAsync(Soon);
    }

    /// <summary>A drain that begins after an attempt has failed and before its wait has begun cuts that wait, and no later one.</summary>
    [Fact]
    public async Task ADrainCutsTheWaitOfAFailureThatCameBeforeIt()
    {
        var stop = Make();
        var failed = stop.NextDrain;
        stop.BeginDrain();

        Assert.True(await stop.WaitAsync(new object(), TimeSpan.FromMinutes(1), Failure.Passing, failures: 0, failed).WaitAsync(Soon));

        var next = stop.WaitAsync(new object(), TimeSpan.FromMinutes(1), Failure.Passing, failures: 0, stop.NextDrain);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await next.WaitAsync(Soon));
    }

    StopSignal Make(int stallTimeout = 10, int requestTimeout = 30, int shutdownTimeout = 60)
    {
        _made.Add(new StopSignal(new TestSettings
        {
            Time = _time,
            ShutdownStallTimeout = TimeSpan.FromSeconds(stallTimeout),
            RequestTimeout = TimeSpan.FromSeconds(requestTimeout),
            ShutdownTimeout = TimeSpan.FromSeconds(shutdownTimeout),
        }.Freeze()));
        return _made[^1];
    }

    static void Acknowledge(StopSignal stop, params double[] answerSeconds)
    {
        foreach (var seconds in answerSeconds)
            stop.Acknowledged(TimeSpan.FromSeconds(seconds));
    }

    static Task<bool> WaitAsync(StopSignal stop, TimeSpan wait, Failure failure) => stop.WaitAsync(new object(), wait, failure, failures: 1, stop.NextDrain);

    // After a second of fake time.
    async Task<bool> ProbedAsync(StopSignal stop, object sender)
    {
        var waiting = stop.WaitAsync(sender, TimeSpan.FromSeconds(5), Failure.Refused, failures: 1, stop.NextDrain);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        return await waiting.WaitAsync(Soon);
    }
}
