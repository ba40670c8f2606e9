using System.Collections.Concurrent;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>A logger with a RudderStack sink in front of a data plane of its own, and everything that can be known of both.</summary>
sealed class SinkUnderTest : IAsyncDisposable
{
    readonly ConcurrentQueue<DeliveredMessage> _delivered = new();
    readonly ConcurrentQueue<DroppedMessage> _dropped = new();
    readonly ConcurrentQueue<string> _selfLog = new();
    readonly ConcurrentQueue<string> _logged = new();
    int _lastNumber;

    SinkUnderTest(LocalDataPlane dataPlane, Action<RudderStackSinkOptions>? configure, ILoggingFailureListener? listener)
    {
        DataPlane = dataPlane;
        SelfLog.Enable(_selfLog.Enqueue);
        var configuration = new LoggerConfiguration();
        Logger = (listener is null
            ? configuration.WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url, Configure)
            : configuration.WriteTo.Fallible(to => to.RudderStack(dataPlane.WriteKey, dataPlane.Url, Configure), listener)).CreateLogger();

        void Configure(RudderStackSinkOptions options)
        {
            // Nothing goes out before a flush or a full batch, and nothing waits longer than a test can afford.
            options.Interval = TimeSpan.FromHours(1);
            options.BatchSize = 100;
            options.RetryAfter = TimeSpan.FromMilliseconds(5);
            options.OnDelivered = _delivered.Enqueue;
            options.OnDropped = _dropped.Enqueue;
            configure?.Invoke(options);
        }
    }

    public LocalDataPlane DataPlane { get; }

    public Logger Logger { get; }

    public MeterTotals Meter { get; } = new();

    public IReadOnlyCollection<DeliveredMessage> Delivered => _delivered;

    public IReadOnlyCollection<DroppedMessage> Dropped => _dropped;

    public IReadOnlyCollection<string> SelfLogLines => _selfLog;

    /// <summary>The ids of all messages logged.</summary>
    public IReadOnlyCollection<string> Logged => _logged;

    /// <summary>The requests for <c>/v1/batch</c> that the data plane saw, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Batches => DataPlane.Requests.Where(request => request.Path == "/v1/batch").ToArray();

    /// <summary>The ids of the messages stored, in order, each as often as it was stored.</summary>
    public IReadOnlyList<string> StoredIds => DataPlane.Messages.Select(message => message.GetProperty("messageId").GetString()!).ToArray();

    /// <param name="configure">Sets options.</param>
    /// <param name="server">The data plane's options; by default it keeps bodies.</param>
    /// <param name="listener">Takes over what is lost.</param>
    public static async Task<SinkUnderTest> StartAsync(
        Action<RudderStackSinkOptions>? configure = null, LocalDataPlaneOptions? server = null, ILoggingFailureListener? listener = null) =>
        new(await LocalDataPlane.StartAsync(server ?? new LocalDataPlaneOptions { KeepBodies = true }), configure, listener);

    /// <summary>As the other, in virtual time that the data plane shares.</summary>
    public static Task<SinkUnderTest> StartAsync(VirtualTime time, Action<RudderStackSinkOptions>? configure = null) => StartAsync(
        options =>
        {
            options.TimeProvider = time;
            options.RequestTimeout = VirtualTime.RequestTimeout;
            configure?.Invoke(options);
        },
        new LocalDataPlaneOptions { KeepBodies = true, TimeProvider = time });

    /// <summary>Logs events of one user, whose ids tell user and order; to be called for one user by one thread at a time.</summary>
    public void Log(int count, string user = "user", object? properties = null)
    {
        for (var i = 0; i < count; i++)
            Logger.Track(user, "Order Completed", properties, messageId: NewId(user));
    }

    /// <summary>An id for an event that the test logs itself; the account expects it from now on.</summary>
    public string NewId(string user = "user")
    {
        var id = $"{user}#{Interlocked.Increment(ref _lastNumber):D7}";
        _logged.Enqueue(id);
        return id;
    }

    public static Task<DeliveryStatistics> FlushAsync() => RudderStackDelivery.FlushAsync(SoonEnough.Token);

    /// <summary>Flushes, letting virtual time pass, and then accounts for every event.</summary>
    public async Task<DeliveryStatistics> SettleAsync(VirtualTime? time = null, bool mayBeBoth = false)
    {
        var flush = FlushAsync();
        if (time is not null)
            await time.RunAsync(flush);
        var statistics = await flush;
        Account.Check(this, statistics, mayBeBoth);
        return statistics;
    }

    /// <summary>Disposes the logger and then accounts for every event.</summary>
    public async Task CloseAsync(bool mayBeBoth = false)
    {
        await Logger.DisposeAsync();
        Account.Check(this, statistics: null, mayBeBoth);
    }

    public async ValueTask DisposeAsync()
    {
        DataPlane.Faults.Clear();
        await Logger.DisposeAsync();
        Meter.Dispose();
        SelfLog.Disable();
        await DataPlane.DisposeAsync();
    }
}
