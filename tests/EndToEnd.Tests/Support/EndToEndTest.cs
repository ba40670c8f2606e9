using System.Collections.Concurrent;
using System.Text.Json;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Support;

/// <summary>A data plane for each test, loggers that write to it, and at the end the oracle.</summary>
/// <remarks>
/// When a test has ended and its loggers are disposed: accepted = delivered + dropped, nothing is pending, the callbacks
/// were notified of exactly what was counted, and no line of <c>SelfLog</c> showed the write key or a property value.
/// </remarks>
public abstract class EndToEndTest : IAsyncLifetime
{
    /// <summary>Stands in property values, and so must not stand in diagnostics.</summary>
    protected const string Secret = "s3cret-value";

    protected const string WriteKey = "wk-3f81c09a";

    readonly ConcurrentStack<Logger> _loggers = new();
    bool _callbacksReport = true;

    protected LocalDataPlane DataPlane { get; private set; } = null!;

    private protected SelfLogOutput Reported { get; private set; } = null!;

    private protected Measurements Meter { get; private set; } = null!;

    protected ConcurrentQueue<DeliveredMessage> Delivered { get; } = new();

    protected ConcurrentQueue<DroppedMessage> Dropped { get; } = new();

    public virtual async Task InitializeAsync()
    {
        Reported = new SelfLogOutput();
        Meter = new Measurements();
        DataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = [WriteKey], DisabledWriteKeys = ["disabled-key"], KeepBodies = true }, SoonEnough.Token);
    }

    public virtual async Task DisposeAsync()
    {
        try
        {
            DataPlane.Faults.Clear();
            foreach (var logger in _loggers)
                await logger.DisposeAsync();

            // Callbacks that outlast the shutdown still settle what they were notified of.
            await SoonEnough.IsTrueAsync(() => Meter.Pending == 0);
            CheckAccounts();
            CheckDiscretion();
        }
        finally
        {
            await DataPlane.DisposeAsync();
            Meter.Dispose();
            Reported.Dispose();
        }
    }

    /// <summary>A logger whose sink waits an hour for a batch to fill, so that only what a test does sends.</summary>
    protected Logger CreateLogger(Action<RudderStackSinkOptions>? configure = null, Action<LoggerConfiguration>? around = null, string? url = null, string key = WriteKey)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Verbose();
        around?.Invoke(configuration);
        return Keep(configuration.WriteTo.RudderStack(key, url ?? DataPlane.Url, options => Prepare(options, configure)).CreateLogger());
    }

    /// <summary>Disposes a logger at the end of the test.</summary>
    protected Logger Keep(Logger logger)
    {
        _loggers.Push(logger);
        return logger;
    }

    protected void Prepare(RudderStackSinkOptions options, Action<RudderStackSinkOptions>? configure)
    {
        options.Interval = TimeSpan.FromHours(1);
        options.RetryAfter = TimeSpan.FromMilliseconds(1);
        options.OnDelivered = Delivered.Enqueue;
        options.OnDropped = Dropped.Enqueue;
        configure?.Invoke(options);
        _callbacksReport &= options.OnDelivered == Delivered.Enqueue && options.OnDropped == Dropped.Enqueue;
    }

    /// <summary>For loggers that are made without <see cref="Prepare"/>.</summary>
    protected void WithoutCallbacks() => _callbacksReport = false;

    protected static Task<DeliveryStatistics> FlushAsync() => RudderStackDelivery.FlushAsync(SoonEnough.Token);

    /// <summary>The members of this name of all stored messages, in order.</summary>
    protected IReadOnlyList<string?> Stored(string member) =>
        [.. DataPlane.Messages.Select(message => message.TryGetProperty(member, out var value) ? value.GetString() : null)];

    /// <summary>The messages of all requests, in order, as the sink wrote them.</summary>
    protected IReadOnlyList<JsonElement> Sent() =>
        [.. DataPlane.Requests.SelectMany(request => JsonElement.Parse(request.BodyText!).GetProperty("batch").EnumerateArray())];

    void CheckAccounts()
    {
        var dropped = Meter.Dropped;
        Assert.Equal(Meter.Accepted, Meter.Delivered + dropped.Values.Sum());
        if (!_callbacksReport)
            return;
        Assert.Equal(Meter.Delivered, Delivered.Count);
        Assert.Equal(
            dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray(),
            Dropped.GroupBy(message => Tag(message.Reason)).Select(group => KeyValuePair.Create(group.Key, (long)group.Count())).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray());
    }

    void CheckDiscretion()
    {
        Assert.DoesNotContain(Secret, Reported.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(WriteKey, Reported.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(WriteKey + ":")), Reported.Text, StringComparison.Ordinal);
    }

    static string Tag(DropReason reason) => System.Text.RegularExpressions.Regex.Replace(reason.ToString(), "(?<=[a-z])[A-Z]", "_$0").ToLowerInvariant();
}
