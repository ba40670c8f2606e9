using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Core;

namespace EndToEnd.Tests.Faults;

/// <summary>What a hook logs is mapped, queued, counted and reported as any other event, and calls no hook.</summary>
public sealed class HooksThatLogTests : EndToEndTest
{
    // So that a hook that calls itself fails the test instead of ending the process.
    const int TooMany = 1_000;

    readonly List<Task> _started = [];
    Logger _log = null!;
    int _calls;

    /// <summary>On the hook's thread, and on what the hook has started.</summary>
    public static TheoryData<string> Ways => ["here", "Task.Run", "thread", "after await"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OnDroppedOfAFullQueue(string way)
    {
        WithoutCallbacks();
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        _log = CreateLogger(options =>
        {
            options.QueueLimit = 10;
            options.OnDropped = _ => Call(way, () => _log.LogTrack("Born in a hook"));
        });
        for (var i = 0; i < 50; i++)
            _log.LogTrack("Logged");
        await EndAsync();

        Assert.Equal(40, _calls);
        Assert.Equal((90, 80), (Meter.Accepted, Meter.Dropped["queue_full"]));
        Assert.Equal(10, Meter.Pending);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OnDroppedOfAnInvalidEvent(string way)
    {
        WithoutCallbacks();
        _log = CreateLogger(options => options.OnDropped = _ => Call(way, () => _log.Track(null, "Born in a hook")));
        for (var i = 0; i < 50; i++)
            _log.Track(null, "Nobody's");
        await EndAsync();

        Assert.Equal(50, _calls);
        Assert.Equal((100, 100), (Meter.Accepted, Meter.Dropped["invalid"]));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OnDroppedOfARejectedMessage(string way)
    {
        WithoutCallbacks();

        // A text of the gateway: of what any other refuses, nothing is dropped at once.
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n", Times = Fault.Unlimited });
        _log = CreateLogger(options => options.OnDropped = _ => Call(way, () => _log.LogTrack("Born in a hook")));
        for (var i = 0; i < 20; i++)
            _log.LogTrack("Logged");
        await FlushAsync();
        await EndAsync();
        await FlushAsync();
        await EndAsync();

        Assert.Equal(20, _calls);
        Assert.Equal(40, Meter.Accepted);
        Assert.Equal(40, Meter.Dropped.Values.Sum());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OnDelivered(string way)
    {
        WithoutCallbacks();
        _log = CreateLogger(options => options.OnDelivered = _ => Call(way, () => _log.LogTrack("Born in a hook")));
        for (var i = 0; i < 50; i++)
            _log.LogTrack("Logged");
        await FlushAsync();
        await EndAsync();
        await FlushAsync();
        await EndAsync();

        Assert.Equal(50, _calls);
        Assert.Equal((100, 100), (Meter.Accepted, Meter.Delivered));
        Assert.Equal(50, Stored("event").Count(name => name == "Born in a hook"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task BeforeSend(string way)
    {
        WithoutCallbacks();
        _log = CreateLogger(options => options.BeforeSend = message =>
        {
            Call(way, () => _log.LogTrack("Born in a hook"));
            message["properties"]!["changed"] = true;
            return message;
        });
        for (var i = 0; i < 50; i++)
            _log.LogTrack("Logged");
        await EndAsync();
        await FlushAsync();

        Assert.Equal(50, _calls);
        Assert.Equal((100, 100), (Meter.Accepted, Meter.Delivered));
        foreach (var message in DataPlane.Messages)
            Assert.Equal(message.GetProperty("event").GetString() == "Logged", message.GetProperty("properties").TryGetProperty("changed", out _));
    }

    [Fact]
    public async Task OnDroppedAtTheEnd()
    {
        WithoutCallbacks();
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        _log = CreateLogger(options =>
        {
            options.ShutdownTimeout = TimeSpan.FromSeconds(1);
            options.OnDropped = _ => Call("here", () => _log.LogTrack("Born in a hook"));
        });
        for (var i = 0; i < 50; i++)
            _log.LogTrack("Logged");
        await _log.DisposeAsync().AsTask().WaitAsync(SoonEnough.Limit);

        Assert.Equal(50, _calls);
        Assert.Equal((100, 100), (Meter.Accepted, Meter.Dropped["shutdown"]));
    }

    void Call(string way, Action log)
    {
        if (Interlocked.Increment(ref _calls) > TooMany)
            return;
        switch (way)
        {
            case "here":
                log();
                break;
            case "Task.Run":
                Start(Task.Run(log));
                break;
            case "thread":
                Start(Task.Factory.StartNew(log, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
                break;
            case "after await":
                Start(LaterAsync(log));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(way));
        }
    }

    static async Task LaterAsync(Action log)
    {
        await Task.Yield();
        log();
    }

    void Start(Task task)
    {
        lock (_started)
            _started.Add(task);
    }

    /// <summary>Waits for what the hooks have started, and for what that has started.</summary>
    async Task EndAsync()
    {
        while (true)
        {
            Task[] started;
            lock (_started)
            {
                if (_started.Count == 0)
                    return;
                started = [.. _started];
                _started.Clear();
            }

            await Task.WhenAll(started).WaitAsync(SoonEnough.Limit);
        }
    }
}
