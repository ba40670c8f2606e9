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

    [Fact]
    public async Task ASilentServerCostsItAndTheDisposalOneStallTime()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.ShutdownStallTimeout = TimeSpan.FromSeconds(10));
        sink.DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        sink.Log(50);
        var clock = Stopwatch.StartNew();

        Assert.Equal((0, 50), await DrainAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(9.5), TimeSpan.FromSeconds(10) + SoonEnough.Slack);
        clock.Restart();
        await sink.CloseAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(9));
        Assert.Equal(50, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Fact]
    public async Task AnUnreachableServerIsTriedForThreeSecondsInAll()
    {
        using var handler = new StubbornHandler();
        await using var sink = await SinkUnderTest.StartAsync(options =>
            (options.RetryAfter, options.ShutdownStallTimeout, options.HttpMessageHandlerFactory) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), () => handler));
        await sink.DataPlane.StopListeningAsync();
        sink.Log(100);
        var clock = Stopwatch.StartNew();

        Assert.Equal((0, 100), await DrainAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(3) + SoonEnough.Slack);
        var sent = handler.Sent;
        await sink.CloseAsync();

        // Three seconds of its own would be two dozen.
        Assert.InRange(handler.Sent - sent, 0, 8);
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
