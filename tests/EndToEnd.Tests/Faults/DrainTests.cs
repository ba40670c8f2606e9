using System.Diagnostics;
using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>A drain sends for as long as a disposal would, closes nothing, and costs a disposal that follows no more time.</summary>
[Collection(nameof(OneAtATime))]
public class DrainTests
{
    [Fact]
    public async Task ItEndsWhenAllIsDeliveredAndTheSinkGoesOn()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => (options.BatchSize, options.ShutdownStallTimeout) = (10, TimeSpan.FromSeconds(8)));
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromSeconds(3), Times = 3 });
        sink.Log(30);

        Assert.Equal((30, 0), await DrainAsync());
        sink.Log(1);
        Assert.Equal((31, 0), await DrainAsync());
    }

    /// <summary>The clock stands still: no wait ends by itself.</summary>
    [Fact]
    public async Task AWaitThatRunsIsCut()
    {
        await using var sink = await SinkUnderTest.StartAsync(new VirtualTime(), options => options.RetryAfter = TimeSpan.FromMinutes(1));
        sink.DataPlane.Faults.Add(new Fault { Status = 503 });
        sink.Log(250);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried > 0);

        Assert.Equal((250, 0), await DrainAsync());
    }

    /// <summary>The clock stands still for the disposal: it needs no time of its own.</summary>
    [Fact]
    public async Task ASilentServerCostsItAndTheDisposalOneStallTime()
    {
        var time = new VirtualTime();
        using var hang = time.BeginHang();
        await using var sink = await SinkUnderTest.StartAsync(time, options => options.ShutdownStallTimeout = TimeSpan.FromSeconds(6));
        sink.DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        sink.Log(50);
        var start = time.GetTimestamp();
        var drain = DrainAsync();
        await time.RunAsync(drain);

        Assert.Equal((0, 50), await drain);
        Assert.Equal(TimeSpan.FromSeconds(6), time.GetElapsedTime(start));
        await sink.CloseAsync().WaitAsync(SoonEnough.Token);
        Assert.Equal(50, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    /// <summary>The clock stands still for the disposal: it needs no time of its own.</summary>
    [Fact]
    public async Task AnUnreachableServerIsTriedForThreeSecondsInAll()
    {
        var time = new VirtualTime();
        await using var sink = await SinkUnderTest.StartAsync(time, options => options.RetryAfter = null);
        await sink.DataPlane.StopListeningAsync();
        sink.Log(100);
        var start = time.GetTimestamp();
        var drain = DrainAsync();
        await time.RunAsync(drain);

        Assert.Equal((0, 100), await drain);
        Assert.Equal(TimeSpan.FromSeconds(3), time.GetElapsedTime(start));
        await sink.CloseAsync().WaitAsync(SoonEnough.Token);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task WhatIsKnownToBeRefusedIsNotWaitedFor(int status)
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.ShutdownStallTimeout = TimeSpan.FromMinutes(1));
        sink.DataPlane.Faults.Add(new Fault { Status = status, Times = Fault.Unlimited });
        sink.Log(100);
        await SoonEnough.IsTrueAsync(() => sink.DataPlane.Requests.Count > 0);
        var clock = Stopwatch.StartNew();

        Assert.Equal((0, 100), await DrainAsync());
        await sink.CloseAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, SoonEnough.Slack);
    }

    /// <summary>A host has drained, and the program goes on.</summary>
    [Fact]
    public async Task ADisposalThatComesLaterHasItsOwnTime()
    {
        var time = new VirtualTime();
        await using var sink = await SinkUnderTest.StartAsync(time, options => options.RetryAfter = TimeSpan.FromSeconds(2));
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        sink.Log(50);
        var drain = DrainAsync();
        await time.RunAsync(drain);
        Assert.Equal((0, 50), await drain);

        await time.PassAsync(TimeSpan.FromSeconds(6));
        sink.DataPlane.Faults.Clear();

        // The clock stands still: the disposal cuts the wait that runs, and a clock that leaps could reach its end first.
        await sink.CloseAsync();

        Assert.Equal(50, sink.Meter.Delivered);
    }

    static async Task<(long Delivered, long Pending)> DrainAsync()
    {
        var statistics = await RudderStackDelivery.DrainAsync(SoonEnough.Token);
        return (statistics.Delivered, statistics.Pending);
    }
}
