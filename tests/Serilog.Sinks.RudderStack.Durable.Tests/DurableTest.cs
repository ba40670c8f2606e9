using System.Collections.Concurrent;
using System.Text.Json;
using RudderStack.Local;
using Serilog.Core;
using Serilog.Debugging;

// They wait for one another, for disks and for processes more than they compute.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>With loggers of this process, one test after the other: FlushAsync and SelfLog are the process's.</summary>
[Collection("Loggers of this process")]
public abstract class DurableTest : OutboxTest
{
    readonly ConcurrentStack<Logger> _loggers = new();
    readonly ConcurrentQueue<string> _reports = new();

    protected ConcurrentQueue<DroppedMessage> Dropped { get; } = new();

    protected string Reports => string.Join('\n', _reports);

    public override Task InitializeAsync()
    {
        SelfLog.Enable(_reports.Enqueue);
        return base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        DataPlane.Faults.Clear();
        foreach (var logger in _loggers)
            await logger.DisposeAsync();
        SelfLog.Disable();
        await base.DisposeAsync();
        Assert.DoesNotContain(WriteKey, Reports, StringComparison.Ordinal);
    }

    protected Logger CreateLogger(
        Action<RudderStackSinkOptions>? configure = null, Action<RudderStackOutboxOptions>? outbox = null, string? path = null, string? url = null, string key = WriteKey)
    {
        var logger = new LoggerConfiguration().WriteTo.DurableRudderStack(
            key,
            url ?? DataPlane.Url,
            path ?? OutboxPath,
            options =>
            {
                options.Interval = TimeSpan.FromMilliseconds(100);
                options.BatchSize = 10;
                options.RetryAfter = TimeSpan.FromMilliseconds(5);
                options.OnDropped = Dropped.Enqueue;
                configure?.Invoke(options);
            },
            outbox).CreateLogger();
        _loggers.Push(logger);
        return logger;
    }

    protected static void Log(ILogger logger, string id, string user = "user-1", int padding = 0) => logger
        .ForContext("EventType", "track")
        .ForContext("Event", "Order Completed")
        .ForContext("UserId", user)
        .ForContext("MessageId", id)
        .ForContext("Padding", new string('x', padding))
        .Information("An order");

    protected static void LogMany(ILogger logger, int from, int to, int users = 3)
    {
        for (var i = from; i < to; i++)
            Log(logger, $"m{i}", $"user-{i % users}");
    }

    protected static Task<DeliveryStatistics> FlushAsync() => RudderStackDelivery.FlushAsync(new CancellationTokenSource(Soon).Token);

    /// <summary>A data plane that answers nothing but trouble.</summary>
    protected void Trouble() => DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });

    /// <summary>A data plane that sends everybody away, so that a disposal has nothing to wait for.</summary>
    protected void Closed() => DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited, Headers = { ["Retry-After"] = "60" } });

    protected static void AssertAddsUp(DeliveryStatistics statistics) =>
        Assert.Equal(statistics.Accepted + statistics.Recovered, statistics.Delivered + statistics.Dropped.Values.Sum() + statistics.Transferred + statistics.Pending);

    protected Task SoonTrueAsync(Func<bool> condition) => SoonTrueAsync(condition, () => "Reports:\n" + Reports);

    protected static string? Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.GetString() : null;
}
