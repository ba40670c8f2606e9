using System.Diagnostics.Metrics;
using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>The user's code throws, wherever the product calls it; that costs at most the event it was called for.</summary>
[Collection(nameof(OneAtATime))]
public class HookTests
{
    [Fact]
    public async Task BeforeSendThatThrowsCostsItsEventOnly()
    {
        var calls = 0;
        var listener = new RecordingListener();
        await using var sink = await SinkUnderTest.StartAsync(
            options => options.BeforeSend = message => ++calls % 4 == 0 ? throw new InvalidTimeZoneException("veto") : message, listener: listener);
        sink.Log(100);

        var statistics = await sink.SettleAsync();

        Assert.Equal(75, statistics.Delivered);
        Assert.Equal(25, statistics.Dropped[DropReason.Filtered]);
        Assert.All(sink.Dropped, message => Assert.IsType<InvalidTimeZoneException>(message.Exception));
        Assert.Equal(sink.Dropped.Select(message => message.MessageId), listener.MessageIds);
    }

    [Fact]
    public async Task OnDeliveredThatThrowsCostsNothing()
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.BatchSize = 10;
            options.OnDelivered = Then(options.OnDelivered!);
        });
        sink.Log(100);

        await sink.SettleAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
        Assert.Contains(sink.SelfLogLines, line => line.Contains("OnDelivered threw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnDroppedThatThrowsCostsNothing()
    {
        var listener = new RecordingListener();
        await using var sink = await SinkUnderTest.StartAsync(options => options.OnDropped = Then(options.OnDropped!), listener: listener);
        sink.DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("userId").GetString() == "bad" });
        for (var i = 0; i < 10; i++)
        {
            sink.Log(1, "bad");
            sink.Log(1, "good");
            sink.Log(1, "");
        }

        var statistics = await sink.SettleAsync();

        Assert.Equal(10, statistics.Delivered);
        Assert.Equal(10, statistics.Dropped[DropReason.Rejected]);
        Assert.Equal(10, statistics.Dropped[DropReason.Invalid]);
        Assert.Equal(sink.Dropped.Select(message => message.MessageId), listener.MessageIds);
    }

    [Fact]
    public async Task AFailureListenerThatThrowsCostsNothing()
    {
        var listener = new RecordingListener { Fault = new InvalidTimeZoneException() };
        await using var sink = await SinkUnderTest.StartAsync(listener: listener);
        sink.DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("userId").GetString() == "bad" });
        sink.Log(10, "bad");
        sink.Log(10, "good");
        sink.Log(10, "");

        var statistics = await sink.SettleAsync();

        Assert.Equal(10, statistics.Delivered);
        Assert.Equal(20, listener.MessageIds.Count);
    }

    [Fact]
    public async Task RetryDelayThatThrowsFallsBackToTheDefault()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.RetryDelay = _ => throw new InvalidTimeZoneException());
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = 3 });
        sink.Log(10);

        await sink.SettleAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnHttpHandlerThatThrowsIsANetworkFault(bool atOnce)
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.HttpMessageHandlerFactory = () => new ThrowingHandler(times: 5, atOnce));
        sink.Log(250);

        await sink.SettleAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
        Assert.Equal(500, sink.Meter.Retried);
    }

    [Fact]
    public async Task ASelfLogOutputThatThrowsCostsNothing()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.Verbose = true);
        SelfLog.Enable(_ => throw new InvalidTimeZoneException());
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = 3 });
        sink.DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("userId").GetString() == "bad" });
        sink.Log(10, "good");
        sink.Log(10, "bad");
        sink.Log(10, "");

        var statistics = await sink.SettleAsync();
        await sink.CloseAsync();

        Assert.Equal(10, statistics.Delivered);
    }

    [Fact]
    public async Task AMeterListenerThatThrowsCostsNothing()
    {
        await using var sink = await SinkUnderTest.StartAsync();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Serilog.Sinks.RudderStack")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidTimeZoneException());
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidTimeZoneException());
        listener.Start();
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = 3 });
        sink.DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("userId").GetString() == "bad" });
        sink.Log(10, "good");
        sink.Log(10, "bad");
        sink.Log(10, "");

        var statistics = await SinkUnderTest.FlushAsync();
        listener.Dispose();

        // The listener that keeps the totals came first and was called before this one threw.
        Account.Check(sink, statistics, mayBeBoth: false);
        Assert.Equal(10, statistics.Delivered);
    }

    // The queue is full while OnDelivered runs, so some of what it logs is dropped.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatAHookLogsIsCountedAndCallsNoHook(bool onATask)
    {
        var calls = 0;
        SinkUnderTest? self = null;
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.QueueLimit = 10;
            options.WhenQueueFull = WhenQueueFull.Block;
            options.OnDelivered = _ => LogMore();
            options.OnDropped = _ => LogMore();
        });
        self = sink;
        sink.Log(5);
        sink.Log(5, user: "");

        await SinkUnderTest.FlushAsync();
        var statistics = await SinkUnderTest.FlushAsync();

        Assert.Equal(10, calls);
        Assert.Equal((30, 0), (statistics.Accepted, statistics.Pending));
        Assert.Equal(15, statistics.Dropped[DropReason.Invalid]);
        Assert.Equal(15, statistics.Delivered + statistics.Dropped.GetValueOrDefault(DropReason.QueueFull));

        void LogMore()
        {
            Interlocked.Increment(ref calls);
            if (onATask)
                Task.Run(Log).WaitAsync(SoonEnough.Token).GetAwaiter().GetResult();
            else
                Log();
        }

        void Log()
        {
            self!.Log(1, "hook");
            self.Log(1, user: "");
        }
    }

    // Does what it is to do, and throws nevertheless.
    static Action<T> Then<T>(Action<T> record) => message =>
    {
        record(message);
        throw new InvalidTimeZoneException();
    };
}
