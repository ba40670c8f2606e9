using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Hooks;

public sealed class HookTests : EndToEndTest
{
    [Fact]
    public async Task OnDeliveredGetsTheMessageAsSent()
    {
        var log = CreateLogger(options => options.DisableGzip = true);
        log.Track("user-1", "Order Completed", new { OrderId = 42 }, messageId: "id-1");
        log.Page("user-1", "Pizza", messageId: "id-2");
        log.Identify("user-1", messageId: "id-3");
        await FlushAsync();

        Assert.Equal(
            [("id-1", "track", "Order Completed"), ("id-2", "page", "Pizza"), ("id-3", "identify", null)],
            Delivered.Select(message => (message.MessageId, message.Type, message.EventName)));
        Assert.Equal(DataPlane.Requests[0].BodyText, "{\"batch\":[" + string.Join(',', Delivered.Select(message => message.Json)) + "]}");
    }

    [Fact]
    public async Task OnDroppedGetsTheAnswerThatRejectedTheMessage()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "no good", Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("event").GetString() == "Bad" });
        var log = CreateLogger();
        log.LogTrack("Good");
        log.LogTrack("Bad", messageId: "bad-1");
        await FlushAsync();

        var dropped = Assert.Single(Dropped);
        Assert.Equal(("bad-1", "track", "Bad", DropReason.Rejected), (dropped.MessageId, dropped.Type, dropped.EventName, dropped.Reason));
        Assert.Equal((HttpStatusCode.BadRequest, "no good", null), (dropped.StatusCode, dropped.ResponseText, dropped.Exception));
        Assert.Equal("bad-1", JsonNode.Parse(dropped.Json)!["messageId"]!.GetValue<string>());
    }

    [Fact]
    public async Task OnDroppedGetsTheFaultOfTheNetwork()
    {
        await DataPlane.StopListeningAsync();
        CreateLogger(options => options.RetryTimeLimit = TimeSpan.FromMilliseconds(50)).LogTrack("Lost");
        await FlushAsync();

        var dropped = Assert.Single(Dropped);
        Assert.Equal((DropReason.RetryExpired, null, null), (dropped.Reason, dropped.StatusCode, dropped.ResponseText));
        Assert.IsType<HttpRequestException>(dropped.Exception);
    }

    [Fact]
    public async Task OnDroppedReportsInvalidAndOversizeEventsBeforeTheLogCallReturns()
    {
        var log = CreateLogger();
        log.Track(null, "Nobody's");
        Assert.Equal(DropReason.Invalid, Assert.Single(Dropped).Reason);
        log.Track("user-1", "Big", new { Text = new string('x', 40_000) });
        Assert.Equal(DropReason.Oversize, Dropped.Last().Reason);
        Assert.Equal("Big", Dropped.Last().EventName);
        Assert.Equal(2, (await FlushAsync()).Dropped.Values.Sum());
    }

    [Fact]
    public async Task BeforeSendMayChangeOrVeto()
    {
        var log = CreateLogger(options => options.BeforeSend = message =>
        {
            if (message["event"]?.GetValue<string>() == "Private")
                return null;
            message["properties"]!["note"] = "***";
            return message;
        });
        log.LogTrack("Public");
        log.LogTrack("Private", messageId: "private-1");
        var statistics = await FlushAsync();

        Assert.Equal("***", Assert.Single(DataPlane.Messages).GetProperty("properties").GetProperty("note").GetString());
        Assert.Equal(1, statistics.Dropped[DropReason.Filtered]);
        Assert.Equal(("private-1", DropReason.Filtered, null), (Assert.Single(Dropped).MessageId, Dropped.First().Reason, Dropped.First().Exception));
    }

    [Fact]
    public async Task WhatBeforeSendGivesIsCheckedAgain()
    {
        var log = CreateLogger(options => options.BeforeSend = message =>
        {
            switch (message["event"]!.GetValue<string>())
            {
                case "Nobody's":
                    message.Remove("userId");
                    break;
                case "Big":
                    message["properties"]!["text"] = new string('x', 40_000);
                    break;
            }

            return message;
        });
        foreach (var name in new[] { "Good", "Nobody's", "Big", "Good, too" })
            log.LogTrack(name);
        var statistics = await FlushAsync();

        Assert.Equal(["Good", "Good, too"], Stored("event"));
        Assert.Equal(new Dictionary<DropReason, long> { [DropReason.Invalid] = 1, [DropReason.Oversize] = 1 }, statistics.Dropped);
    }

    [Fact]
    public async Task AThrowingBeforeSendCostsThatEventAlone()
    {
        var log = CreateLogger(options => options.BeforeSend = message =>
            message["event"]!.GetValue<string>() == "Spoilt" ? throw new InvalidOperationException("hook") : message);
        foreach (var name in new[] { "Before", "Spoilt", "After" })
            log.LogTrack(name);
        await FlushAsync();

        Assert.Equal(["Before", "After"], Stored("event"));
        Assert.Equal(DropReason.Filtered, Assert.Single(Dropped).Reason);
        Assert.Equal("hook", Assert.Single(Dropped).Exception!.Message);
        Assert.Contains("BeforeSend threw InvalidOperationException; catch it there", Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThrowingCallbacksCostNothing()
    {
        WithoutCallbacks();
        var log = CreateLogger(options =>
        {
            options.OnDelivered = _ => throw new InvalidOperationException(Secret);
            options.OnDropped = _ => throw new InvalidOperationException(Secret);
        });
        log.LogTrack("One");
        log.Track(null, "Invalid");
        log.LogTrack("Two");
        var statistics = await FlushAsync();
        log.LogTrack("Three");
        await FlushAsync();

        Assert.Equal((3, 2, 1), (statistics.Accepted, statistics.Delivered, statistics.Dropped[DropReason.Invalid]));
        Assert.Equal(["One", "Two", "Three"], Stored("event"));
        Assert.Single(Reported.Lines, line => line.Contains("threw InvalidOperationException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AThrowingRetryDelayCostsNothing()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = 2 });
        CreateLogger(options => (options.RetryAfter, options.RetryDelay) = (null, _ => throw new InvalidOperationException("delay"))).LogTrack("Late");

        Assert.Equal(1, (await FlushAsync()).Delivered);
    }

    [Fact]
    public async Task RetryDelayGetsTheNumberOfTheAttempt()
    {
        var attempts = new List<int>();
        DataPlane.Faults.Add(new Fault { Status = 503, Times = 3 });
        CreateLogger(options => (options.RetryAfter, options.RetryDelay) = (null, Record)).LogTrack("Late");
        await FlushAsync();

        Assert.Equal([1, 2, 3], attempts);

        TimeSpan Record(int attempt)
        {
            attempts.Add(attempt);
            return TimeSpan.Zero;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ALogCallInACallbackNeverBlocks(bool delivered)
    {
        // The queue of one is full while the hook runs, and only its return can make room. What is logged inside calls no hook.
        WithoutCallbacks();
        Logger? log = null;
        if (!delivered)
            DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n" });
        void LogMore(string messageId)
        {
            if (messageId == "first")
                log!.LogTrack("Logged inside");
        }

        log = CreateLogger(options =>
        {
            (options.QueueLimit, options.WhenQueueFull, options.BatchSize) = (1, WhenQueueFull.Block, 1);
            options.OnDelivered = message =>
            {
                Delivered.Enqueue(message);
                LogMore(message.MessageId);
            };
            options.OnDropped = message =>
            {
                Dropped.Enqueue(message);
                LogMore(message.MessageId);
            };
        });
        log.LogTrack("First", messageId: "first");
        var statistics = await FlushAsync();

        Assert.Equal((2, 1), (statistics.Accepted, statistics.Dropped[DropReason.QueueFull]));
        Assert.Equal((delivered ? 1 : 0, delivered ? 0 : 1), (Delivered.Count, Dropped.Count));
    }

    [Fact]
    public async Task CallbacksHaveRunWhenAFlushReturns()
    {
        var ran = 0;
        WithoutCallbacks();
        var log = CreateLogger(options => options.OnDelivered = _ =>
        {
            Thread.Yield();
            Interlocked.Increment(ref ran);
        });
        for (var i = 1; i <= 100; i++)
        {
            log.LogTrack($"Event {i}");
            await FlushAsync();
            Assert.Equal(i, Volatile.Read(ref ran));
        }
    }
}
