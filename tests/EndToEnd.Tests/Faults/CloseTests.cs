using System.Diagnostics;
using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>Disposal delivers for as long as batches are being acknowledged, and ends soon when none is.</summary>
[Collection(nameof(OneAtATime))]
public class CloseTests
{
    // For tests of what needs no time: what the sink would wait for without the rule under test.
    static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(500, 1)]
    [InlineData(100, 4)]
    public async Task AServerThatTakesItsTimeGetsEverythingInFullBatches(int batchSize, int lanes)
    {
        await using var sink = await SinkUnderTest.StartAsync(options => (options.BatchSize, options.MaxConcurrentRequests) = (batchSize, lanes));
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(150), Times = Fault.Unlimited });
        for (var i = 0; i < 20_000; i++)
            sink.Log(1, $"user{i % 1_000}");

        await sink.CloseAsync();

        Assert.Equal(20_000, sink.Meter.Delivered);

        // Only what is left of each lane is no full batch.
        Assert.InRange(sink.Batches.Count, 20_000 / batchSize, 20_000 / batchSize + lanes);
    }

    [Fact]
    public async Task EachAcknowledgementGivesNewTime()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => (options.BatchSize, options.ShutdownStallTimeout) = (10, TimeSpan.FromSeconds(8)));
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromSeconds(2), Times = Fault.Unlimited });
        sink.Log(50);
        var clock = Stopwatch.StartNew();

        await sink.CloseAsync();

        Assert.Equal(50, sink.Meter.Delivered);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(8), $"It was too fast to show anything: {clock.Elapsed}.");
    }

    [Fact]
    public async Task WhatIsPendingIsReportedWhenItBegins()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.BatchSize = 1_000);
        sink.DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        sink.Log(537);
        var close = Task.Run(() => sink.Logger.DisposeAsync().AsTask());
        await SoonEnough.IsTrueAsync(() => sink.SelfLogLines.Any(line => line.Contains("537", StringComparison.Ordinal)));

        // An orchestrator may end the process before there is more to say.
        Assert.False(close.IsCompleted);
        await sink.DataPlane.StopListeningAsync();
        await close.WaitAsync(SoonEnough.Token);
    }

    [Fact]
    public async Task ShutdownTimeoutIsTheEndAllTheSame()
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.BatchSize = 10;
            options.ShutdownTimeout = TimeSpan.FromSeconds(7);
            options.ShutdownStallTimeout = TimeSpan.FromSeconds(6);
        });
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromSeconds(2), Times = Fault.Unlimited });
        sink.Log(500);
        var clock = Stopwatch.StartNew();

        // The answer to the last request may come when its messages have been given up.
        await sink.CloseAsync(mayBeBoth: true);

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(7) + SoonEnough.Slack);
        Assert.InRange(sink.Meter.Delivered, 10, 40);
        Assert.Equal(500 - sink.Meter.Delivered, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Theory]
    [InlineData(3.5, 30, true)]
    [InlineData(0, 30, false)]
    [InlineData(3.5, 3.9, false)]
    public async Task AServerKnownToBeSlowIsWaitedForTwiceAsLongWithinRequestTimeout(double slowAnswer, double requestTimeout, bool delivered)
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.ShutdownStallTimeout = TimeSpan.FromSeconds(0.5);
            options.RequestTimeout = TimeSpan.FromSeconds(requestTimeout);
        });
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromSeconds(slowAnswer) });
        sink.Log(1);
        await SinkUnderTest.FlushAsync();
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromSeconds(4), Times = Fault.Unlimited });
        sink.Log(1);
        var clock = Stopwatch.StartNew();

        await sink.CloseAsync(mayBeBoth: true);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4) + SoonEnough.Slack);
        Assert.Equal(delivered ? 2 : 1, sink.Meter.Delivered);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task ALongRetryAfterIsNotWaitedFor(int status)
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
            (options.BatchSize, options.RetryAfter, options.ShutdownStallTimeout) = (100, null, Long));
        sink.DataPlane.Faults.Add(new Fault { Status = status, Headers = { ["Retry-After"] = "300" }, Times = Fault.Unlimited });
        sink.Log(500);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried > 0);
        var clock = Stopwatch.StartNew();

        await sink.CloseAsync();

        // What cannot be in time is not waited for.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, SoonEnough.Slack);
        Assert.Equal(500, sink.Meter.Dropped[DropReason.Shutdown]);

        // The wait that ran was cut for one attempt; after it, each batch has at most its own.
        Assert.InRange(sink.Batches.Count, 2, 6);
    }

    /// <summary>The data plane may be back in a moment: what a long outage has taught the back-off is forgotten.</summary>
    [Fact]
    public async Task AfterALongOutageItIsTriedMoreThanOnce()
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.RetryAfter = null;
            options.RetryDelay = static attempt => attempt < 5 ? TimeSpan.FromMilliseconds(5) : TimeSpan.FromMinutes(1);
        });
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = 8 });
        sink.Log(100);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried == 500);

        await sink.CloseAsync();

        Assert.Equal(100, sink.Meter.Delivered);
    }

    [Fact]
    public async Task ALongRetryAfterIsCutAndTheAttemptMaySucceed()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => (options.BatchSize, options.RetryAfter) = (100, null));
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Headers = { ["Retry-After"] = "300" } });
        sink.Log(500);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried > 0);
        var clock = Stopwatch.StartNew();

        await sink.CloseAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, SoonEnough.Slack);
        Assert.Equal(500, sink.Meter.Delivered);
    }

    [Fact]
    public async Task OneLaneOfFourThatStallsCostsItsOwnMessages()
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.BatchSize = 10;
            options.MaxConcurrentRequests = 4;
            options.ShutdownStallTimeout = TimeSpan.FromSeconds(4);
        });
        sink.DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("userId").GetString() == "stuck" });
        for (var i = 0; i < 1_000; i++)
        {
            sink.Log(1, "stuck");
            sink.Log(1, $"user{i % 100}");
        }

        var clock = Stopwatch.StartNew();
        await sink.CloseAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(3.9), TimeSpan.FromSeconds(4) + SoonEnough.Slack);
        Assert.DoesNotContain(sink.StoredIds, id => id.StartsWith("stuck", StringComparison.Ordinal));

        // About three quarters of the others go another way.
        Assert.InRange(sink.Meter.Delivered, 500, 1_000);
        Assert.Equal(2_000 - sink.Meter.Delivered, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task RefusedBeforeItGetsOneAttemptOfTheWholeSink(int status)
    {
        await using var sink = await SinkUnderTest.StartAsync(options => (options.BatchSize, options.ShutdownStallTimeout) = (100, Long));
        sink.DataPlane.Faults.Add(new Fault { Status = status, Times = Fault.Unlimited });
        sink.Log(1_000);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried > 0);
        var before = sink.Batches.Count;
        var clock = Stopwatch.StartNew();

        await sink.CloseAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, SoonEnough.Slack);
        Assert.InRange(sink.Batches.Count, before, before + 1);
        Assert.Equal(1_000, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    public async Task FirstRefusedMeanwhileItGetsOneAttemptMore(int status)
    {
        await using var sink = await SinkUnderTest.StartAsync(options => (options.BatchSize, options.ShutdownStallTimeout) = (1_000, Long));
        sink.DataPlane.Faults.Add(new Fault { Status = status, Times = Fault.Unlimited });
        sink.Log(500);
        var clock = Stopwatch.StartNew();

        await sink.CloseAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1) + SoonEnough.Slack);
        Assert.Equal(2, sink.Batches.Count);
        Assert.Equal(500, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Fact]
    public async Task AnUnreachableServerIsTriedForThreeSeconds()
    {
        using var handler = new StubbornHandler();
        await using var sink = await SinkUnderTest.StartAsync(options =>
            (options.RetryAfter, options.ShutdownStallTimeout, options.HttpMessageHandlerFactory) = (null, Long, () => handler));
        await sink.DataPlane.StopListeningAsync();
        sink.Log(100);
        var clock = Stopwatch.StartNew();

        await sink.CloseAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3) + SoonEnough.Slack);
        Assert.InRange(handler.Sent, 2, 100);
        Assert.Equal(100, sink.Meter.Dropped[DropReason.Shutdown]);
    }
}
