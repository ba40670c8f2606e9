using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Hooks;

/// <summary>
/// What a hook can do to the process. Whatever it does for one event, its neighbours arrive, every event is counted once, and
/// the logger can be disposed.
/// </summary>
/// <remarks>Hooks that log on their own thread, and hooks that never return while the logger is disposed, have tests of their own.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync, which disposes them.")]
public sealed class HookTableTests : EndToEndTest
{
    const string BeforeSend = "BeforeSend";
    const string OnDelivered = "OnDelivered";
    const string OnRejected = "OnDropped of a rejected message";
    const string OnInvalid = "OnDropped of an invalid event";
    const string Listener = "failure listener";
    const string RetryDelay = "RetryDelay";

    readonly ManualResetEventSlim _entered = new();
    readonly ManualResetEventSlim _release = new();
    Logger _log = null!;
    Action _deed = null!;
    int _calls;

    public static TheoryData<string> All => [BeforeSend, OnDelivered, OnRejected, OnInvalid, Listener, RetryDelay];

    /// <summary>Those that run while a batch is sent.</summary>
    public static TheoryData<string> OfALane => [OnDelivered, OnRejected, Listener, RetryDelay];

    /// <summary>Those that run before the log call returns.</summary>
    public static TheoryData<string> OfACaller => [BeforeSend, OnInvalid];

    public override async Task DisposeAsync()
    {
        _release.Set();
        await base.DisposeAsync();
        _entered.Dispose();
        _release.Dispose();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Throws(string hook)
    {
        Arrange(hook, () => throw new InvalidOperationException(Secret));
        LogThree(hook);
        await FlushAsync();
        _log.LogTrack("Later");
        await FlushAsync();

        AssertArrived(hook, "Before", "After", "Later");
        AssertFate(hook, ofBeforeSend: "filtered");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Blocks(string hook)
    {
        Arrange(hook, () =>
        {
            _entered.Set();
            _release.Wait(SoonEnough.Token);
        });
        var work = Task.Run(async () =>
        {
            LogThree(hook);
            await FlushAsync();
        });
        Assert.True(_entered.Wait(SoonEnough.Limit));

        // Nobody else waits for it.
        await Task.Run(() => _log.LogTrack("Meanwhile", userId: "user-2")).WaitAsync(SoonEnough.Limit);
        Assert.False(work.IsCompleted);
        _release.Set();
        await work.WaitAsync(SoonEnough.Limit);
        await FlushAsync();

        Assert.Equal(["After", "Before", "Meanwhile"], Neighbours().Order(StringComparer.Ordinal));
        AssertFate(hook);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Flushes(string hook)
    {
        // It would wait for itself.
        Arrange(hook, () => Assert.True(FlushAsync().Wait(SoonEnough.Limit)));
        LogThree(hook);
        await FlushAsync();

        AssertArrived(hook, "Before", "After");
        AssertFate(hook);
        Assert.DoesNotContain(Reported.Lines, line => line.Contains(" threw ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Disposes(string hook)
    {
        Arrange(hook, () => _log.Dispose());
        LogThree(hook);
        await FlushAsync();
        await _log.DisposeAsync().AsTask().WaitAsync(SoonEnough.Limit);
        _log.LogTrack("Later");

        var mapped = hook is BeforeSend or OnInvalid;
        Assert.Equal(1, Volatile.Read(ref _calls));
        Assert.Equal(mapped ? ["Before"] : ["Before", "After"], Neighbours());
        Assert.Equal((4, 0), (Meter.Accepted, Meter.Pending));
        Assert.Equal(hook switch { BeforeSend => 3, OnInvalid => 2, _ => 1 }, Meter.Dropped["shutdown"]);
        Assert.DoesNotContain(Reported.Lines, line => line.Contains(" threw ", StringComparison.Ordinal));
    }

    /// <summary>What it logs is an event as any other, but for the hooks, which are not called for it.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Logs(string hook)
    {
        Arrange(hook, () => _log.LogTrack("Logged by the hook", userId: "user-2", messageId: "hooked"));
        LogThree(hook);
        await FlushAsync();
        await FlushAsync();

        Assert.Equal(["After", "Before", "Logged by the hook"], Neighbours().Order(StringComparer.Ordinal));
        AssertFate(hook);
    }

    /// <summary>The interrupt reaches neither another hook nor anybody's work on the same thread of the pool.</summary>
    [Theory]
    [MemberData(nameof(OfALane))]
    public async Task InterruptsAThreadOfThePool(string hook)
    {
        Arrange(hook, () => Thread.CurrentThread.Interrupt(), others: () => Thread.Sleep(1));
        LogThree(hook);
        _log.LogTrack("Hooked, too", messageId: "hooked-2");
        await FlushAsync();

        AssertArrived(hook, "Before", "After");
        AssertFate(hook);
        Assert.DoesNotContain(Reported.Lines, line => line.Contains(" threw ", StringComparison.Ordinal));
    }

    /// <summary>The interrupt may be meant for what the thread does after the log call.</summary>
    [Theory]
    [MemberData(nameof(OfACaller))]
    public async Task InterruptsTheThreadThatLogs(string hook)
    {
        Arrange(hook, () => Thread.CurrentThread.Interrupt());
        _log.LogTrack("Before");
        Assert.True(OnAnotherThread(() => LogHooked(hook)));
        _log.LogTrack("After");
        await FlushAsync();

        AssertArrived(hook, "Before", "After");
        AssertFate(hook);
    }

    /// <summary>Nor does an interrupt, wherever it comes from, take an event out of the accounts where the caller waits for room.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void InterruptsAThreadThatWaitsForRoom(bool byTheHook)
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        Arrange(BeforeSend, byTheHook ? () => Thread.CurrentThread.Interrupt() : () => { }, configure: options =>
            (options.QueueLimit, options.WhenQueueFull, options.ShutdownTimeout) = (1, WhenQueueFull.Block, TimeSpan.FromSeconds(1)));
        _log.LogTrack("Before");
        Assert.True(OnAnotherThread(() => LogHooked(BeforeSend), thread =>
        {
            if (byTheHook)
                return;
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _calls) == 1 && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), SoonEnough.Limit));
            thread.Interrupt();
        }));

        Assert.Equal((2, 1, 1), (Meter.Accepted, Meter.Dropped["queue_full"], Meter.Pending));
        Assert.Contains(Reported.Lines, line => line.Contains("was dropped (queue_full)", StringComparison.Ordinal));
    }

    /// <summary>The other thread has nothing to do with delivery, and the hook waits for it.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task WaitsForAnotherThreadThatLogsAndFlushes(string hook)
    {
        Arrange(hook, () => OnAnotherThread(() =>
        {
            _log.LogTrack("Logged by another thread", userId: "user-2");
            using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            try
            {
                RudderStackDelivery.FlushAsync(enough.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                // The lane waits for the hook, and the hook for this.
            }
        }));
        LogThree(hook);
        await FlushAsync();
        await FlushAsync();

        Assert.Equal(["After", "Before", "Logged by another thread"], Neighbours().Order(StringComparer.Ordinal));
        AssertFate(hook);
    }

    /// <summary>The disposal ends by its own clocks, although the lane waits for the hook and the hook for the disposal.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task WaitsForAnotherThreadThatDisposes(string hook)
    {
        Arrange(hook, () => OnAnotherThread(() => _log.Dispose()), configure: options =>
            options.ShutdownTimeout = options.ShutdownStallTimeout = TimeSpan.FromMilliseconds(300));
        LogThree(hook);
        await FlushAsync().WaitAsync(SoonEnough.Limit);
        await _log.DisposeAsync().AsTask().WaitAsync(SoonEnough.Limit);

        Assert.Equal(1, Volatile.Read(ref _calls));
        Assert.Equal((3, 0), (Meter.Accepted, Meter.Pending));
    }

    [Fact]
    public async Task ChangesWhatBeforeSendWasGivenAfterItHasReturned()
    {
        var given = new List<System.Text.Json.Nodes.JsonObject>();
        _log = CreateLogger(options => options.BeforeSend = message =>
        {
            given.ForEach(static earlier => earlier.Clear());
            given.Add(message);
            message["properties"]!["changed"] = true;
            return message;
        });
        foreach (var name in new[] { "Before", "Hooked", "After" })
            _log.LogTrack(name);
        given.ForEach(static earlier => earlier.Clear());
        await FlushAsync();

        Assert.Equal(["Before", "Hooked", "After"], Stored("event"));
        Assert.All(DataPlane.Messages, message => Assert.True(message.GetProperty("properties").GetProperty("changed").GetBoolean()));
    }

    [Fact]
    public async Task ChangesWhatAFailureListenerWasGiven()
    {
        var given = new List<string>();
        var listener = new FailureListener(events =>
        {
            foreach (var logEvent in events)
            {
                given.Add(((ScalarValue)logEvent.Properties["Event"]).Value!.ToString()!);
                logEvent.RemovePropertyIfPresent("Event");
                logEvent.AddOrUpdateProperty(new LogEventProperty("UserId", new ScalarValue("another")));
            }

            (events as ICollection<LogEvent>)?.Clear();
        });
        Reject();
        _log = CreateFallible(listener, options => options.OnDelivered = Delivered.Enqueue);
        foreach (var name in new[] { "Before", "Hooked", "Between", "Hooked", "After" })
            _log.LogTrack(name);
        await FlushAsync();

        Assert.Equal(["Hooked", "Hooked"], given);
        Assert.Equal(["Before", "Between", "After"], Stored("event"));
        Assert.Equal(["Before", "Between", "After"], Delivered.Select(message => message.EventName));
        Assert.Equal(["Hooked", "Hooked"], Dropped.Select(message => message.EventName));
    }

    void Arrange(string hook, Action deed, Action? others = null, Action<RudderStackSinkOptions>? configure = null)
    {
        WithoutCallbacks();
        _deed = deed;
        void Call(string? messageId)
        {
            if (messageId != "hooked")
            {
                others?.Invoke();
                return;
            }

            Interlocked.Increment(ref _calls);
            _deed();
        }

        if (hook is OnRejected or Listener)
            Reject();
        if (hook == RetryDelay)
            DataPlane.Faults.Add(new Fault { Status = 503, Times = 2 });
        var listener = new FailureListener(events => Call(((ScalarValue)events.First().Properties["MessageId"]).Value as string));
        _log = CreateFallible(hook == Listener ? listener : null, options =>
        {
            configure?.Invoke(options);
            switch (hook)
            {
                case BeforeSend:
                    options.BeforeSend = message =>
                    {
                        Call(message["messageId"]!.GetValue<string>());
                        return message;
                    };
                    break;
                case OnDelivered:
                    options.OnDelivered = message => Call(message.MessageId);
                    break;
                case OnRejected or OnInvalid:
                    options.OnDropped = message => Call(message.MessageId);
                    break;
                case RetryDelay:
                    options.RetryAfter = null;
                    // Not by the number of the attempt: the disposal starts that again.
                    options.RetryDelay = _ =>
                    {
                        Call(Volatile.Read(ref _calls) == 0 ? "hooked" : null);
                        return TimeSpan.Zero;
                    };
                    break;
            }
        });
    }

    // In the words of a gateway: of what any other refuses, nothing is dropped at once.
    void Reject() => DataPlane.Faults.Add(new Fault
    {
        Status = 400,
        Body = "event is not a valid rudder event\n",
        Times = Fault.Unlimited,
        WhenMessage = message => message.GetProperty("event").GetString()!.StartsWith("Hooked", StringComparison.Ordinal),
    });

    Logger CreateFallible(ILoggingFailureListener? listener, Action<RudderStackSinkOptions> configure) => listener is null
        ? CreateLogger(configure)
        : Keep(new LoggerConfiguration()
            .WriteTo.Fallible(to => to.RudderStack(WriteKey, DataPlane.Url, options => Prepare(options, configure)), listener)
            .CreateLogger());

    void LogThree(string hook)
    {
        _log.LogTrack("Before");
        LogHooked(hook);
        _log.LogTrack("After");
    }

    void LogHooked(string hook)
    {
        if (hook == OnInvalid)
            _log.Track(null, "Hooked", messageId: "hooked");
        else
            _log.LogTrack("Hooked", messageId: "hooked");
    }

    IEnumerable<string?> Neighbours() => Stored("event").Where(name => name?.StartsWith("Hooked", StringComparison.Ordinal) == false);

    void AssertArrived(string hook, params string[] neighbours) => Assert.True(neighbours.SequenceEqual(Neighbours()), hook);

    void AssertFate(string hook, string? ofBeforeSend = null)
    {
        var dropped = hook switch
        {
            BeforeSend => ofBeforeSend,
            OnRejected or Listener => "rejected",
            OnInvalid => "invalid",
            _ => null,
        };
        Assert.Equal(1, Volatile.Read(ref _calls));
        Assert.Equal(dropped is null ? 1 : 0, Stored("event").Count(name => name == "Hooked"));
        Assert.Equal(dropped is null ? [] : [dropped], Meter.Dropped.Keys);
        Assert.Equal((Meter.Delivered + Meter.Dropped.Values.Sum(), 0), (Meter.Accepted, Meter.Pending));
    }

    /// <summary>Waits for a thread to which nothing flows; whether it was left interrupted.</summary>
    static bool OnAnotherThread(Action work, Action<Thread>? meanwhile = null)
    {
        var interrupted = false;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
                try
                {
                    Thread.Sleep(1);
                }
                catch (ThreadInterruptedException)
                {
                    interrupted = true;
                }
            }
            catch (Exception exception)
            {
                fault = exception;
            }
        });
        thread.UnsafeStart();
        meanwhile?.Invoke(thread);
        Assert.True(thread.Join(SoonEnough.Limit));
        Assert.Null(fault);
        return interrupted;
    }

    sealed class FailureListener(Action<IReadOnlyCollection<LogEvent>> receive) : ILoggingFailureListener
    {
        public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
            receive(events ?? []);
    }
}
