using System.Diagnostics;
using System.Globalization;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Shutdown;

public sealed class ShutdownTests : EndToEndTest
{
    public static TheoryData<string> Ways => ["Dispose", "DisposeAsync", "StuckDispose", "StuckDisposeAsync"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task WhatWasLoggedIsDelivered(string way)
    {
        var log = CreateLogger();
        for (var i = 0; i < 250; i++)
            log.LogTrack($"Event {i}");
        await CloseAsync(log, way);

        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"Event {i}"), Stored("event"));
        Assert.Equal(250, Delivered.Count);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ARequestUnderWayEndsAndWhatStandsBehindItFollows(string way)
    {
        DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(100) });
        var log = CreateLogger(options => options.BatchSize = 1);
        log.LogTrack("Under way");
        await SoonEnough.IsTrueAsync(() => DataPlane.Faults.Count == 0);
        log.LogTrack("Behind it");
        await CloseAsync(log, way);

        Assert.Equal(["Under way", "Behind it"], Stored("event"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ARetryWaitEndsAtOnceAndTheEventIsDelivered(string way)
    {
        DataPlane.Faults.Add(new Fault { Status = 503 });
        var log = CreateLogger(options => (options.BatchSize, options.RetryAfter) = (1, TimeSpan.FromHours(1)));
        log.LogTrack("Patient");
        await SoonEnough.IsTrueAsync(() => Meter.Retried == 1);
        log.LogTrack("Behind it");
        await CloseAsync(log, way);

        Assert.Equal(["Patient", "Behind it"], Stored("event"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ABlackHoleCannotHoldTheProcess(string way)
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        var log = CreateLogger(options => (options.ShutdownTimeout, options.ShutdownStallTimeout) = (TimeSpan.FromSeconds(0.5), SoonEnough.Limit));
        for (var i = 0; i < 250; i++)
            log.LogTrack($"Event {i}");
        var clock = Stopwatch.StartNew();
        await CloseAsync(log, way);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.5) + SoonEnough.Slack);
        Assert.Equal(250, Dropped.Count(message => message.Reason == DropReason.Shutdown));
        Assert.Single(Reported.Lines, line => line.Contains("(shutdown)", StringComparison.Ordinal) && line.Contains("250 messages", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AServerThatRefusesCannotHoldTheProcess(string way)
    {
        await DataPlane.StopListeningAsync();
        var log = CreateLogger(options => (options.ShutdownTimeout, options.BatchSize) = (TimeSpan.FromSeconds(0.5), 10));
        for (var i = 0; i < 30; i++)
            log.LogTrack($"Event {i}");
        var clock = Stopwatch.StartNew();
        await CloseAsync(log, way);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.5) + SoonEnough.Slack);
        Assert.Equal(30, Dropped.Count(message => message.Reason == DropReason.Shutdown));
    }

    /// <summary>Time-outs help against a slow data plane only; after a failure the report gives its cause.</summary>
    [Theory]
    [InlineData("401", "The last attempt failed: URL/v1/batch answered 401 ", false)]
    [InlineData("503", "The last attempt failed: URL/v1/batch answered 503 ", true)]
    [InlineData("429", "The last attempt failed: URL/v1/batch answered 429 ", true)]
    [InlineData("cut", "The last attempt failed: URL/v1/batch could not be reached", true)]
    [InlineData("stopped", "The last attempt failed: nothing listens at ", false)]
    [InlineData("late", "The last attempt failed: URL/v1/batch did not answer in time. Check that the data plane is up, or raise RequestTimeout.", true)]
    [InlineData("403", "The last attempt failed: URL/v1/batch answered 403 ", false)]
    [InlineData("503 expired", "The last attempt failed: URL/v1/batch answered 503 ", true)]
    [InlineData("401 expired", "The last attempt failed: URL/v1/batch answered 401 ", false)]
    [InlineData("slow", "Raise ShutdownTimeout", true)]
    [InlineData("slow after 503", "Raise ShutdownTimeout", true)]
    [InlineData("slow after a rejected message", "Raise ShutdownTimeout", true)]
    [InlineData("503, then slow", "The last attempt failed: URL/v1/batch answered 503 ", true)]
    public async Task TheReportSaysWhatToDo(string trouble, string expected, bool adviseMoreTime)
    {
        var log = CreateLogger(options =>
        {
            (options.BatchSize, options.RetryAfter, options.ShutdownTimeout) = (1, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(0.5));
            options.RequestTimeout = TimeSpan.FromSeconds(trouble == "late" ? 0.1 : 60);
            if (trouble.EndsWith("expired", StringComparison.Ordinal))
                options.RetryTimeLimit = TimeSpan.FromTicks(1);
        });
        if (trouble.StartsWith("slow after", StringComparison.Ordinal))
        {
            DataPlane.Faults.Add(new Fault { Status = 503 });
            if (trouble == "slow after a rejected message")
                DataPlane.Faults.Add(new Fault { Status = 400, Body = "invalid message" });
            log.LogTrack("Settled");
            await SoonEnough.IsTrueAsync(() => Delivered.Count + Dropped.Count == 1);
        }

        if (trouble.EndsWith("expired", StringComparison.Ordinal))
        {
            DataPlane.Faults.Add(new Fault { Status = int.Parse(trouble.AsSpan(0, 3), CultureInfo.InvariantCulture) });
            log.LogTrack("Expired");
            await SoonEnough.IsTrueAsync(() => Dropped.Count == 1);
        }

        if (trouble == "503, then slow")
            DataPlane.Faults.Add(new Fault { Status = 503 });
        if (trouble == "stopped")
            await DataPlane.StopListeningAsync();
        else
            DataPlane.Faults.Add(TroubleOf(trouble));
        log.LogTrack("Lost");
        if (!trouble.StartsWith("slow", StringComparison.Ordinal) && !trouble.EndsWith("expired", StringComparison.Ordinal))
            await SoonEnough.IsTrueAsync(() => Meter.Retried > 0);
        await log.DisposeAsync();

        var report = Assert.Single(Reported.Lines, static line => line.Contains("1 message was dropped (shutdown)", StringComparison.Ordinal));
        Assert.Contains("not delivered before the end of the disposal. " + expected.Replace("URL", DataPlane.Url, StringComparison.Ordinal), report, StringComparison.Ordinal);
        Assert.Equal(adviseMoreTime, report.EndsWith("Raise ShutdownTimeout or ShutdownStallTimeout if the data plane is only slow.", StringComparison.Ordinal));
    }

    static Fault TroubleOf(string name) => name switch
    {
        "401" or "403" or "429" or "503" => new Fault { Status = int.Parse(name, CultureInfo.InvariantCulture), Times = Fault.Unlimited },
        "cut" => new Fault { CutConnection = ConnectionCut.BeforeReading, Times = Fault.Unlimited },
        _ => new Fault { Hang = true, Times = Fault.Unlimited },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task WithNothingToSendItEndsAtOnce(string way)
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        var unused = CreateLogger();
        var clock = Stopwatch.StartNew();
        await CloseAsync(unused, way);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, SoonEnough.Slack);
        Assert.Empty(DataPlane.Requests);
    }

    [Fact]
    public async Task DisposingTwiceAndTogetherIsAsDisposingOnce()
    {
        var log = CreateLogger();
        for (var i = 0; i < 250; i++)
            log.LogTrack($"Event {i}");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => CloseAsync(log, i % 2 == 0 ? "Dispose" : "DisposeAsync"))));
        log.Dispose();
        await log.DisposeAsync();

        Assert.Equal(250, DataPlane.Count);
    }

    [Fact]
    public async Task WhatIsLoggedAfterwardsIsReportedAsShutdown()
    {
        var log = CreateLogger();
        log.LogTrack("Before");
        await log.DisposeAsync();
        log.LogTrack("After", messageId: "late");

        Assert.Equal(["Before"], Stored("event"));
        Assert.Equal(("late", DropReason.Shutdown), (Assert.Single(Dropped).MessageId, Dropped.Single().Reason));
        Assert.Contains("late", Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromTheMomentOfDisposalNothingIsAccepted()
    {
        // Many times: were it left to another thread, that one would seldom be so quick each time.
        for (var i = 0; i < 100; i++)
        {
            var log = CreateLogger();
            var disposal = log.DisposeAsync();
            log.LogTrack("Too late");
            await disposal;
        }

        Assert.Empty(DataPlane.Requests);
        Assert.Equal(100, Dropped.Count(message => message.Reason == DropReason.Shutdown));
    }

    [Fact]
    public async Task CallersBlockedOnAFullQueueAreReleased()
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        var log = CreateLogger(options => (options.BatchSize, options.QueueLimit, options.WhenQueueFull, options.ShutdownTimeout) = (1, 2, WhenQueueFull.Block, TimeSpan.FromSeconds(0.5)));
        log.LogTrack("Held");
        log.LogTrack("Held, too");
        var callers = Enumerable.Range(0, 4).Select(i => new Thread(() => log.LogTrack($"Blocked {i}")) { IsBackground = true }).ToList();
        callers.ForEach(caller => caller.Start());
        await SoonEnough.IsTrueAsync(() => callers.TrueForAll(caller => caller.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin)));

        await log.DisposeAsync();

        Assert.All(callers, caller => Assert.True(caller.Join(SoonEnough.Limit)));
        Assert.Equal(6, Dropped.Count(message => message.Reason == DropReason.Shutdown));
    }

    [Fact]
    public async Task BlockedCallersGoOnWhenThereIsRoom()
    {
        DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(50), Times = 3 });
        var log = CreateLogger(options => (options.BatchSize, options.QueueLimit, options.WhenQueueFull) = (1, 2, WhenQueueFull.Block));
        await Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
                log.LogTrack($"Event {i}");
        }).WaitAsync(SoonEnough.Limit);
        await FlushAsync();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"Event {i}"), Stored("event"));
    }

    [Fact]
    public async Task AFullQueueDropsAndReports()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        var log = CreateLogger(options => options.QueueLimit = 5);
        for (var i = 0; i < 20; i++)
            log.LogTrack($"Event {i}");
        Assert.Equal((5, 15), (Meter.Pending, Meter.Dropped["queue_full"]));
        DataPlane.Faults.Clear();
        var statistics = await FlushAsync();

        Assert.Equal((20, 5, 15), (statistics.Accepted, statistics.Delivered, statistics.Dropped[DropReason.QueueFull]));
        Assert.Single(Reported.Lines, line => line.Contains("(queue_full)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposingInsideACallbackIsNoDeadLockForEver(bool delivered)
    {
        Logger? log = null;
        DataPlane.Faults.Add(new Fault { Status = delivered ? 200 : 400, Store = delivered });
        log = CreateLogger(options =>
        {
            WithoutCallbacks();
            options.ShutdownTimeout = TimeSpan.FromSeconds(0.3);
            options.OnDelivered = _ => log!.Dispose();
            options.OnDropped = _ => log!.Dispose();
        });
        log.LogTrack("The last");
        var statistics = await FlushAsync();

        Assert.Equal(1, statistics.Delivered + statistics.Dropped.Values.Sum());
    }

    static Task CloseAsync(Logger log, string way) => (way switch
    {
        "Dispose" => Task.Run(log.Dispose),
        "DisposeAsync" => log.DisposeAsync().AsTask(),
        "StuckDispose" => StuckContext.RunAsync(log.Dispose),
        "StuckDisposeAsync" => StuckContext.RunAsync(() => Assert.True(log.DisposeAsync().AsTask().Wait(SoonEnough.Limit))),
        _ => throw new ArgumentOutOfRangeException(nameof(way)),
    }).WaitAsync(SoonEnough.Limit);
}
