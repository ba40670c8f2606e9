using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Flush;

/// <summary>The flush for callers that must go on: an unreachable data plane is no exception.</summary>
public sealed class TimedFlushTests : EndToEndTest
{
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    public static TheoryData<TimeSpan> LongTimes => [Timeout.InfiniteTimeSpan, TimeSpan.FromMinutes(2), TimeSpan.FromDays(30), TimeSpan.MaxValue];

    [Theory]
    [MemberData(nameof(LongTimes))]
    public async Task EndsWhenAllIsSettled(TimeSpan timeout)
    {
        var log = CreateLogger();
        log.LogTrack("Sent");
        log.Track(null, "Has no user");
        var statistics = await RudderStackDelivery.FlushAsync(timeout, SoonEnough.Token);

        Assert.Equal((2, 1, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        Assert.Equal(1, statistics.Dropped[DropReason.Invalid]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData(null)]
    public async Task ThatTheDataPlaneCannotBeReachedIsNoException(string? url)
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        var log = CreateLogger(url: url);
        log.LogTrack("Waits");
        var statistics = await RudderStackDelivery.FlushAsync(Moment, SoonEnough.Token);

        Assert.Equal((1, 0, 1), (statistics.Accepted, statistics.Delivered, statistics.Pending));
    }

    [Fact]
    public async Task WhatIsLeftIsStillSent()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        CreateLogger().LogTrack("Sent later");
        await RudderStackDelivery.FlushAsync(Moment, SoonEnough.Token);
        DataPlane.Faults.Clear();

        await SoonEnough.IsTrueAsync(() => DataPlane.Count == 1);
    }

    [Fact]
    public async Task ZeroBeginsToSendAndDoesNotWait()
    {
        DataPlane.Faults.Add(new Fault { Hang = true });
        CreateLogger(options => options.RequestTimeout = TimeSpan.FromMilliseconds(100)).LogTrack("Begun");
        var flush = RudderStackDelivery.FlushAsync(TimeSpan.Zero, SoonEnough.Token);

        Assert.True(flush.IsCompletedSuccessfully);
        Assert.Equal(1, (await flush).Pending);
        await SoonEnough.IsTrueAsync(() => DataPlane.Count == 1);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(-10_001L)]
    [InlineData(long.MinValue)]
    public async Task ANegativeTimeIsRefused(long ticks)
    {
        CreateLogger().LogTrack("Waits");

        var exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => RudderStackDelivery.FlushAsync(TimeSpan.FromTicks(ticks)));
        Assert.Equal("timeout", exception.ParamName);
    }

    [Fact]
    public async Task TheTokenStillThrows()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        CreateLogger().LogTrack("Waits");
        using var cancellation = new CancellationTokenSource();
        var flush = RudderStackDelivery.FlushAsync(SoonEnough.Limit, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RudderStackDelivery.FlushAsync(TimeSpan.Zero, cancellation.Token));
    }

    [Fact]
    public async Task TheDefaultIsTheFormWithAToken()
    {
        CreateLogger().LogTrack("Sent");

        // Ambiguous without a rule that prefers one form; the form with a time would not wait at all.
        var statistics = await RudderStackDelivery.FlushAsync(default);

        Assert.Equal(1, statistics.Delivered);
    }

    [Fact]
    public async Task ManyTimedFlushesLeaveNothingBehind()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        CreateLogger(options => options.RetryAfter = TimeSpan.FromHours(1)).LogTrack("Waits");
        using var token = new CancellationTokenSource(SoonEnough.Limit);
        await FlushAsync(2_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await FlushAsync(20_000);

        // A waiter that stays is several hundred bytes.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2_000_000);

        // Most do not wait, since a timer takes milliseconds.
        async Task FlushAsync(int times)
        {
            for (var i = 0; i < times; i++)
                await RudderStackDelivery.FlushAsync(TimeSpan.FromTicks(i % 1_000 == 0 ? 1 : 0), token.Token);
        }
    }
}
