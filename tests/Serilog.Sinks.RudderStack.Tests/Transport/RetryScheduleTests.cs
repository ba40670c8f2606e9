using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class RetryScheduleTests
{
    static readonly TimeSpan Long = TimeSpan.FromDays(7);

    readonly FakeTimeProvider _time = new();

    [Fact]
    public void BackOffDoublesFrom100MillisecondsTo30Seconds()
    {
        var schedule = Schedule(new TestSettings { RetryTimeLimit = Long });

        double[] expected = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30, 30];

        Assert.Equal(expected.Select(TimeSpan.FromSeconds), expected.Select(_ => schedule.NextWait(Outcome.Retry, null)!.Value));
    }

    [Fact]
    public void BackOffAndProbesStayAt30SecondsForAThousandAttempts()
    {
        var schedule = Schedule(new TestSettings { RetryTimeLimit = Long });
        for (var i = 0; i < 10; i++)
            (_, _) = (schedule.NextWait(Outcome.Retry, null), schedule.NextWait(Outcome.Pause, null));

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(30), schedule.NextWait(Outcome.Retry, null));
            Assert.Equal(TimeSpan.FromSeconds(30), schedule.NextWait(Outcome.Pause, null));
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.25, 25)]
    [InlineData(0.5, 50)]
    [InlineData(1.0, 100)]
    public void JitterIsFull(double jitter, int milliseconds)
    {
        var schedule = Schedule(new TestSettings(), jitter);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), schedule.NextWait(Outcome.Retry, null));
    }

    [Fact]
    public void RetryAfterIsAFixedWait()
    {
        var schedule = Schedule(new TestSettings { RetryAfter = TimeSpan.FromSeconds(3) }, jitter: 0.1);

        for (var i = 0; i < 20; i++)
            Assert.Equal(TimeSpan.FromSeconds(3), schedule.NextWait(Outcome.Retry, null));
    }

    [Fact]
    public void RetryDelayIsAskedWithTheNumberOfTheAttempt()
    {
        var asked = new List<int>();
        var settings = new TestSettings
        {
            RetryAfter = TimeSpan.FromSeconds(3),
            RetryDelay = attempt =>
            {
                asked.Add(attempt);
                return TimeSpan.FromSeconds(attempt * 7);
            },
        };
        var schedule = Schedule(settings);

        Assert.Equal(TimeSpan.FromSeconds(7), schedule.NextWait(Outcome.Retry, null));
        Assert.Equal(TimeSpan.FromSeconds(14), schedule.NextWait(Outcome.Retry, null));
        Assert.Equal(TimeSpan.FromSeconds(21), schedule.NextWait(Outcome.Retry, null));
        Assert.Equal([1, 2, 3], asked);
    }

    [Fact]
    public void RetryDelayIsKeptBetweenZeroAndAnHour()
    {
        var delays = new Queue<TimeSpan>([TimeSpan.FromSeconds(-1), TimeSpan.MinValue, TimeSpan.MaxValue]);
        var schedule = Schedule(new TestSettings { RetryDelay = _ => delays.Dequeue(), RetryTimeLimit = Long });

        Assert.Equal(TimeSpan.Zero, schedule.NextWait(Outcome.Retry, null));
        Assert.Equal(TimeSpan.Zero, schedule.NextWait(Outcome.Retry, null));
        Assert.Equal(TimeSpan.FromHours(1), schedule.NextWait(Outcome.Retry, null));
    }

    [Fact]
    public void AThrowingRetryDelayFallsBackToTheExponentialBackOff()
    {
        var schedule = Schedule(new TestSettings { RetryDelay = _ => throw new InvalidOperationException() });

        Assert.Equal(TimeSpan.FromMilliseconds(100), schedule.NextWait(Outcome.Retry, null));
        Assert.Equal(TimeSpan.FromMilliseconds(200), schedule.NextWait(Outcome.Retry, null));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(300, 300)]
    [InlineData(301, 300)]
    [InlineData(1_000_000_000, 300)]
    public void TheServersWishCountsWhenLongerAndUpToFiveMinutes(int wish, int expected)
    {
        var schedule = Schedule(new TestSettings { RetryAfter = TimeSpan.FromSeconds(3) });

        Assert.Equal(TimeSpan.FromSeconds(expected), schedule.NextWait(Outcome.Retry, TimeSpan.FromSeconds(wish)));
    }

    [Fact]
    public void AFixedWaitLongerThanFiveMinutesIsNotCutByTheServersWish()
    {
        var schedule = Schedule(new TestSettings { RetryAfter = TimeSpan.FromMinutes(8) });

        Assert.Equal(TimeSpan.FromMinutes(8), schedule.NextWait(Outcome.Retry, TimeSpan.FromMinutes(6)));
    }

    [Fact]
    public void ProbesDoubleFromOneSecondTo30WhateverRetryAfterSays()
    {
        var schedule = Schedule(new TestSettings { RetryAfter = TimeSpan.FromMilliseconds(1), RetryDelay = _ => TimeSpan.Zero }, jitter: 0);

        int[] expected = [1, 2, 4, 8, 16, 30, 30];

        Assert.Equal(expected.Select(seconds => TimeSpan.FromSeconds(seconds)), expected.Select(_ => schedule.NextWait(Outcome.Pause, null)!.Value));
    }

    [Theory]
    [InlineData(nameof(Outcome.Retry))]
    [InlineData(nameof(Outcome.Pause))]
    public void TheLastAttemptIsMadeAtTheLimitAndNoneAfter(string outcome)
    {
        var schedule = Schedule(new TestSettings { RetryTimeLimit = TimeSpan.FromMinutes(10), RetryAfter = TimeSpan.FromSeconds(30) });
        var kind = Enum.Parse<Outcome>(outcome);
        for (var i = 0; i < 8; i++)
            schedule.NextWait(kind, null);

        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), schedule.NextWait(kind, TimeSpan.FromMinutes(5)));

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(schedule.NextWait(kind, null));
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void AJumpOfTheWallClockNeitherEndsNorProlongsTheRetries(int days)
    {
        var clock = new JumpingClock(_time);
        var schedule = new RetrySchedule(new TestSettings { Time = clock, RetryAfter = TimeSpan.FromMinutes(1) }.Freeze(), () => 1);

        clock.Jump(TimeSpan.FromDays(days));
        _time.Advance(TimeSpan.FromMinutes(9.5));
        Assert.Equal(TimeSpan.FromMinutes(0.5), schedule.NextWait(Outcome.Retry, null));

        _time.Advance(TimeSpan.FromMinutes(0.5));
        Assert.Null(schedule.NextWait(Outcome.Retry, null));
    }

    [Fact]
    public void ReroutingAtOnceIsBounded()
    {
        var schedule = Schedule(new TestSettings());

        Assert.Equal(3, Enumerable.Range(0, 1000).Count(_ => schedule.MayRerouteAtOnce()));
    }

    RetrySchedule Schedule(TestSettings settings, double jitter = 1)
    {
        settings.Time = _time;
        return new RetrySchedule(settings.Freeze(), () => jitter);
    }
}
