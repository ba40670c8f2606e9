using System.Collections.Concurrent;
using RudderStack.Local;
using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>What is logged is stored, sent in order, and leaves the outbox when it is acknowledged.</summary>
public sealed class DeliveryTests : DurableTest
{
    [Fact]
    public async Task WhatIsLoggedArrivesInOrderAndLeavesTheOutbox()
    {
        var logger = CreateLogger();
        LogMany(logger, 0, 250);
        var statistics = await FlushAsync();

        Assert.Equal(Enumerable.Range(0, 250).Select(static i => $"m{i}"), Arrived());
        Assert.Equal((250, 250, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        AssertAddsUp(statistics);
        Assert.Equal(0, Rows("messages"));
    }

    [Fact]
    public async Task ItArrivesWithoutAFlush()
    {
        var logger = CreateLogger();
        LogMany(logger, 0, 25);
        await DataPlane.WaitForMessagesAsync(25, new CancellationTokenSource(Soon).Token);
        await SoonTrueAsync(() => Rows("messages") == 0);
        LogMany(logger, 25, 26);
        await DataPlane.WaitForMessagesAsync(26, new CancellationTokenSource(Soon).Token);

        Assert.Equal(Enumerable.Range(0, 26).Select(static i => $"m{i}"), Arrived());
    }

    [Fact]
    public async Task ItIsInTheFileWhenTheLogCallReturns()
    {
        Trouble();
        var logger = CreateLogger();
        for (var i = 0; i < 50; i++)
        {
            Log(logger, $"m{i}");
            Assert.Equal(i + 1, Rows("messages"));
        }

        DataPlane.Faults.Clear();
        await FlushAsync();
        Assert.Equal(50, Arrived().Count);
    }

    [Fact]
    public async Task ALaterRunSendsWhatAnEarlierOneHasLeft()
    {
        Closed();
        var first = CreateLogger();
        LogMany(first, 0, 120);
        await first.DisposeAsync();
        Assert.Equal(120, Rows("messages"));
        Assert.Empty(Dropped);
        Assert.Contains("120 messages stay in the outbox", Reports, StringComparison.Ordinal);

        DataPlane.Faults.Clear();
        var before = DateTimeOffset.UtcNow;
        using var meter = new Counts();
        var second = CreateLogger();
        LogMany(second, 120, 130);
        await DataPlane.WaitForMessagesAsync(130, new CancellationTokenSource(Soon).Token);
        var statistics = await FlushAsync();

        Assert.Equal(Enumerable.Range(0, 130).Select(static i => $"m{i}"), Arrived());
        Assert.Equal((10, 120, 130, 0, 0), (statistics.Accepted, statistics.Recovered, statistics.Delivered, statistics.Transferred, statistics.Pending));
        Assert.Equal((10, 120), (meter["rudderstack.messages.accepted"], meter["rudderstack.messages.recovered"]));
        var oldest = DataPlane.Messages[0];
        Assert.True(oldest.GetProperty("originalTimestamp").GetDateTimeOffset() < before);
        Assert.True(oldest.GetProperty("sentAt").GetDateTimeOffset() >= before.AddMilliseconds(-1));
    }

    [Fact]
    public async Task OneAcceptedAndLeftIsTransferred()
    {
        Closed();
        var logger = CreateLogger();
        LogMany(logger, 0, 33);
        var before = RudderStackDelivery.ReadHealth(TimeSpan.Zero).Statistics;
        Assert.Equal((33, 33), (before.Accepted, before.Pending));
        using var meter = new Counts();
        await logger.DisposeAsync();

        Assert.Equal(33, meter["rudderstack.messages.transferred"]);
        Assert.Equal(0, meter["rudderstack.messages.dropped"]);
    }

    [Fact]
    public async Task ARejectedMessageIsADeadLetterAndHarmsNoNeighbour()
    {
        DataPlane.Faults.Add(new Fault
        {
            Status = 400,
            Body = "event is not a valid rudder event\n",
            Times = Fault.Unlimited,
            WhenMessage = static message => message.GetProperty("messageId").GetString() == "m7",
        });
        var logger = CreateLogger();
        LogMany(logger, 0, 20);
        var statistics = await FlushAsync();

        Assert.Equal(Enumerable.Range(0, 20).Where(static i => i != 7).Select(static i => $"m{i}"), Arrived());
        Assert.Equal(1, statistics.Dropped[DropReason.Rejected]);
        Assert.Equal(("m7", DropReason.Rejected), (Assert.Single(Dropped).MessageId, Dropped.First().Reason));
        Assert.Equal((0, 1), (Rows("messages"), Rows("dead_letters")));
    }

    [Fact]
    public async Task TheFallbackGetsOnlyWhatWasNotStored()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n", Times = Fault.Unlimited });
        var fallback = new Recorder();
        await using var logger = new LoggerConfiguration().WriteTo.FallbackChain(
            wt => wt.DurableRudderStack(WriteKey, DataPlane.Url, OutboxPath, static options => options.Interval = TimeSpan.FromMilliseconds(100)),
            wt => wt.Sink(fallback)).CreateLogger();
        LogMany(logger, 0, 5);
        logger.ForContext("EventType", "track").ForContext("Text", new string('x', 40_000)).Information("Too large");
        await FlushAsync();

        Assert.Equal("Too large", Assert.Single(fallback.Events).MessageTemplate.Text);
        Assert.Equal(5, Rows("dead_letters"));
    }

    [Fact]
    public async Task TheTimeLimitOfTheSinkEndsNoStoredMessage()
    {
        Trouble();
        var logger = CreateLogger(options => options.RetryTimeLimit = TimeSpan.FromMilliseconds(1));
        LogMany(logger, 0, 30);
        await SoonTrueAsync(() => DataPlane.Requests.Count > 20);
        DataPlane.Faults.Clear();
        await FlushAsync();

        Assert.Empty(Dropped);
        Assert.Equal(30, Arrived().Count);
    }

    [Fact]
    public async Task ARefusedKeyLosesNothingEither()
    {
        var logger = CreateLogger(key: "wrong-key");
        LogMany(logger, 0, 30);
        await SoonTrueAsync(() => DataPlane.Requests.Count > 0);
        await logger.DisposeAsync();
        Assert.Equal((30, 0), (Rows("messages"), Rows("dead_letters")));

        // A rotated key orphans nothing.
        CreateLogger(key: "wk-new");
        await DataPlane.WaitForMessagesAsync(30, new CancellationTokenSource(Soon).Token);
        Assert.Empty(Dropped);
    }

    [Fact]
    public async Task LogCallsOfManyThreadsKeepTheOrderOfEachUser()
    {
        var logger = CreateLogger(options => options.MaxConcurrentRequests = 4);
        var threads = Enumerable.Range(0, 8).Select(user => new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
                Log(logger, $"{i}", $"user-{user}");
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        var statistics = await FlushAsync();

        Assert.Equal((4000, 4000), (statistics.Accepted, statistics.Delivered));
        foreach (var user in DataPlane.Messages.GroupBy(static message => message.GetProperty("userId").GetString()))
            Assert.Equal(Enumerable.Range(0, 500).Select(static i => $"{i}"), user.Select(static message => message.GetProperty("messageId").GetString()));
    }

    [Fact]
    public async Task WhatAHookLogsCallsNoHook()
    {
        ILogger logger = null!;
        var calls = 0;
        logger = CreateLogger(options => options.OnDelivered = message =>
        {
            Interlocked.Increment(ref calls);
            Log(logger, $"hooked-{message.MessageId}");
        });
        LogMany(logger, 0, 5);
        await FlushAsync();
        await FlushAsync();

        Assert.Equal((10, 5), (Arrived().Count, calls));
    }

    [Fact]
    public async Task MemoryHoldsAFewBatchesOfABacklog()
    {
        Trouble();
        var logger = CreateLogger();
        LogMany(logger, 0, 5000);
        using var meter = new Counts();
        await SoonTrueAsync(() => DataPlane.Requests.Count > 3);

        Assert.InRange(meter.Read("rudderstack.queue.bytes"), 1, 20 * 2000);
        Assert.Equal(5000, meter.Read("rudderstack.queue.messages"));
        DataPlane.Faults.Clear();
        await FlushAsync();
        Assert.Equal(5000, Arrived().Count);
    }

    sealed class Recorder : ILogEventSink
    {
        public ConcurrentQueue<LogEvent> Events { get; } = new();

        public void Emit(LogEvent logEvent) => Events.Enqueue(logEvent);
    }
}
