using EndToEnd.Tests.Http;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Flush;

public sealed class FlushTests : EndToEndTest
{
    [Fact]
    public async Task DeliversWithoutWaitingForTheInterval()
    {
        var log = CreateLogger();
        for (var i = 0; i < 3; i++)
            log.LogTrack($"Event {i}");
        var statistics = await FlushAsync();

        Assert.Equal(3, DataPlane.Count);
        Assert.Equal((3, 3, 0, 0), (statistics.Accepted, statistics.Delivered, statistics.Dropped.Count, statistics.Pending));
        Assert.Equal(3, Delivered.Count);
    }

    [Fact]
    public async Task CanBeRepeatedAndEveryTimeSendsAtOnce()
    {
        var log = CreateLogger(options => options.BatchSize = 4);
        for (var i = 1; i <= 30; i++)
        {
            log.LogTrack($"Event {i}");
            Assert.Equal(i, (await FlushAsync()).Delivered);
        }

        Assert.Equal(30, DataPlane.Requests.Count);
    }

    [Fact]
    public async Task WithNothingToSendItEndsAtOnceAndSendsNothing()
    {
        Assert.True(RudderStackDelivery.FlushAsync().IsCompletedSuccessfully);
        CreateLogger();
        var flush = RudderStackDelivery.FlushAsync();

        Assert.True(flush.IsCompletedSuccessfully);
        Assert.Equal(0, (await flush).Accepted);
        Assert.Empty(DataPlane.Requests);
    }

    [Fact]
    public async Task ConcurrentFlushesAllEndWithEverythingDelivered()
    {
        var log = CreateLogger();
        var flushes = Enumerable.Range(0, 16).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                var id = $"{thread}-{i}";
                log.LogTrack("Flushed", messageId: id);
                await FlushAsync();
                Assert.Contains(Delivered, message => message.MessageId == id);
            }
        }));
        await Task.WhenAll(flushes);

        Assert.Equal(320, DataPlane.Count);
    }

    [Fact]
    public async Task DuringARetryItWaitsForTheRetry()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = 5 });
        CreateLogger().LogTrack("Retried");
        var statistics = await FlushAsync();

        Assert.Equal(1, statistics.Delivered);
        Assert.Equal(6, DataPlane.Requests.Count);
        Assert.Equal(5, Meter.Retried);
    }

    [Fact]
    public async Task CancellationThrowsAndLeavesEventsQueued()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        CreateLogger().LogTrack("Patient");
        using var cancellation = new CancellationTokenSource();
        var flush = RudderStackDelivery.FlushAsync(cancellation.Token);
        await SoonEnough.IsTrueAsync(() => DataPlane.Requests.Count >= 2);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
        Assert.Equal(1, Meter.Pending);

        DataPlane.Faults.Clear();
        Assert.Equal(1, (await FlushAsync()).Delivered);
    }

    [Fact]
    public async Task ACancelledTokenThrowsBeforeAnythingIsWaitedFor()
    {
        DataPlane.Faults.Add(new Fault { Hang = true });
        CreateLogger(options => options.RequestTimeout = TimeSpan.FromMilliseconds(100)).LogTrack("Patient");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RudderStackDelivery.FlushAsync(new CancellationToken(canceled: true)));
        Assert.Equal(1, Meter.Pending);
    }

    [Fact]
    public async Task StatisticsAreCumulativeAndSummedOverLiveSinks()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("event").GetString() == "Rejected" });
        var first = CreateLogger();
        var second = CreateLogger();
        first.LogTrack("One");
        first.LogTrack("Rejected");
        await FlushAsync();
        second.LogTrack("Two");
        second.Track(null, "Invalid");
        var statistics = await FlushAsync();

        Assert.Equal((4, 2, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        Assert.Equal(new Dictionary<DropReason, long> { [DropReason.Rejected] = 1, [DropReason.Invalid] = 1 }, statistics.Dropped);

        await first.DisposeAsync();
        Assert.Equal(2, (await FlushAsync()).Accepted);
    }

    [Fact]
    public async Task WhatIsLoggedAfterTheCallIsNotWaitedFor()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("event").GetString() == "After" });
        using var bothAreLogged = new ManualResetEventSlim();
        using var handler = new RecordingHandler { OnSend = _ => bothAreLogged.Wait(SoonEnough.Token) };
        var log = CreateLogger(options => (options.BatchSize, options.HttpMessageHandlerFactory) = (1, () => handler));
        log.LogTrack("Before");
        var flush = FlushAsync();
        log.LogTrack("After");
        bothAreLogged.Set();

        Assert.Equal((2, 1, 1), ((await flush).Accepted, (await flush).Delivered, (await flush).Pending));
        DataPlane.Faults.Clear();
        await FlushAsync();
    }

    [Fact]
    public async Task ItNeedsNoSynchronizationContext()
    {
        var log = CreateLogger();
        await StuckContext.RunAsync(() =>
        {
            log.LogTrack("Flushed");
            Assert.True(FlushAsync().Wait(SoonEnough.Limit));
        });

        Assert.Equal(1, DataPlane.Count);
    }

    [Fact]
    public async Task ItEmitsNoLogEvent()
    {
        var seen = 0;
        var log = CreateLogger(around: logger => logger.Filter.ByIncludingOnly(_ => Interlocked.Increment(ref seen) > 0));
        log.LogTrack("Seen");
        await FlushAsync();

        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task AFlushWhileDisposingEnds()
    {
        DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(50) });
        var log = CreateLogger();
        log.LogTrack("Both");
        var flush = FlushAsync();
        var disposal = log.DisposeAsync();
        await flush;
        await disposal;

        Assert.Equal(1, DataPlane.Count);
    }
}
