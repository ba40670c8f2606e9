using System.Collections.Concurrent;
using System.Text.Json;
using RudderStack.Local;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack.Durable.Storage;

// FlushAsync and SelfLog are the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>A folder and a data plane for each test, and loggers with an outbox in the folder.</summary>
public abstract class DurableTest : IAsyncLifetime
{
    protected const string WriteKey = "wk-durable";

    protected static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    readonly ConcurrentStack<Logger> _loggers = new();
    readonly ConcurrentQueue<string> _reports = new();

    protected string Folder { get; } = Directory.CreateTempSubdirectory("outbox-").FullName;

    protected string OutboxPath => Path.Combine(Folder, "data", "analytics.db");

    protected LocalDataPlane DataPlane { get; private set; } = null!;

    protected ConcurrentQueue<DroppedMessage> Dropped { get; } = new();

    protected string Reports => string.Join('\n', _reports);

    public async Task InitializeAsync()
    {
        SelfLog.Enable(_reports.Enqueue);
        DataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = [WriteKey, "wk-new"], MaxStored = 2_000_000, MaxStoredBytes = 4L << 30 });
    }

    public async Task DisposeAsync()
    {
        DataPlane.Faults.Clear();
        foreach (var logger in _loggers)
            await logger.DisposeAsync();
        await DataPlane.DisposeAsync();
        SelfLog.Disable();
        Assert.DoesNotContain(WriteKey, Reports, StringComparison.Ordinal);
        Directory.Delete(Folder, recursive: true);
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

    protected IReadOnlyList<string> Arrived() => [.. DataPlane.Messages.Select(static message => message.GetProperty("messageId").GetString()!)];

    /// <summary>How many rows a table has.</summary>
    protected long Rows(string table, string? path = null)
    {
        using var database = new Database(path ?? OutboxPath, create: false);
        return database.Read($"SELECT COUNT(*) FROM {table}") ?? 0;
    }

    /// <summary>A data plane that answers nothing but trouble.</summary>
    protected void Trouble() => DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });

    protected static void AssertAddsUp(DeliveryStatistics statistics) =>
        Assert.Equal(statistics.Accepted + statistics.Recovered, statistics.Delivered + statistics.Dropped.Values.Sum() + statistics.Transferred + statistics.Pending);

    protected async Task SoonTrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "The condition never came true. Reports:\n" + Reports);
            await Task.Delay(5);
        }
    }

    protected static string? Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.GetString() : null;
}
