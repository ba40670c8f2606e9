using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack.Reports;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>The options of one sink, checked, parsed and frozen: what the engine sees.</summary>
sealed class SinkSettings
{
    /// <summary>Where batches are posted.</summary>
    public required Uri BatchEndpoint { get; init; }

    /// <summary>Where the proxy gives its node count.</summary>
    public required Uri ClusterInfoEndpoint { get; init; }

    /// <summary>The parameter of the <c>Authorization: Basic</c> header. Secret: it holds the write key.</summary>
    public required string BasicCredentials { get; init; }

    public required TimeSpan Interval { get; init; }
    public required int BatchSize { get; init; }
    public required bool Verbose { get; init; }
    public required TimeSpan? RetryAfter { get; init; }
    public required Func<int, TimeSpan>? RetryDelay { get; init; }
    public required bool DisableGzip { get; init; }
    public required bool NoProxySupport { get; init; }
    /// <summary>How long a message is tried; what a store keeps, for ever.</summary>
    public required TimeSpan RetryTimeLimit { get; init; }
    public required TimeSpan RequestTimeout { get; init; }
    public required TimeSpan ConnectTimeout { get; init; }
    public required TimeSpan ShutdownTimeout { get; init; }
    public required TimeSpan ShutdownStallTimeout { get; init; }
    public required TimeSpan ProcessExitTimeout { get; init; }
    public required int QueueLimit { get; init; }
    public required long QueueLimitBytes { get; init; }
    public required WhenQueueFull WhenQueueFull { get; init; }
    public required int MaxConcurrentRequests { get; init; }
    public required int MaxMessageBytes { get; init; }
    public required int MaxBatchBytes { get; init; }
    public required Func<JsonObject, JsonObject?>? BeforeSend { get; init; }
    public required Action<DeliveredMessage>? OnDelivered { get; init; }
    public required Action<DroppedMessage>? OnDropped { get; init; }
    public required Func<HttpMessageHandler>? HttpMessageHandlerFactory { get; init; }
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Where the sink's reports go.</summary>
    public required ReportOutlet Reports { get; init; }

    /// <summary>What mapping needs to know.</summary>
    public required MappingSettings Mapping { get; init; }

    /// <summary>Copies options that have been checked.</summary>
    public static SinkSettings From(string writeKey, DataPlaneAddress address, RudderStackSinkOptions options, MappingSettings mapping, bool isStored) => new()
    {
        BatchEndpoint = address.BatchEndpoint,
        ClusterInfoEndpoint = address.ClusterInfoEndpoint,
        BasicCredentials = WriteKey.ToBasicCredentials(writeKey),
        Interval = options.Interval,
        BatchSize = options.BatchSize,
        Verbose = options.Verbose,
        RetryAfter = options.RetryAfter,
        RetryDelay = options.RetryDelay,
        DisableGzip = options.DisableGzip,
        NoProxySupport = options.NoProxySupport,
        RetryTimeLimit = isStored ? TimeSpan.MaxValue : options.RetryTimeLimit,
        RequestTimeout = options.RequestTimeout,
        ConnectTimeout = options.ConnectTimeout,
        ShutdownTimeout = options.ShutdownTimeout,
        ShutdownStallTimeout = options.ShutdownStallTimeout,
        ProcessExitTimeout = options.ProcessExitTimeout,
        QueueLimit = options.QueueLimit,
        QueueLimitBytes = options.QueueLimitBytes,
        WhenQueueFull = options.WhenQueueFull,
        MaxConcurrentRequests = options.MaxConcurrentRequests,
        MaxMessageBytes = options.MaxMessageBytes,
        MaxBatchBytes = options.MaxBatchBytes,
        BeforeSend = options.BeforeSend,
        OnDelivered = options.OnDelivered,
        OnDropped = options.OnDropped,
        HttpMessageHandlerFactory = options.HttpMessageHandlerFactory,
        TimeProvider = options.TimeProvider,
        Reports = new ReportOutlet(options.OnReport, options.StandardErrorReports),
        Mapping = mapping,
    };
}
