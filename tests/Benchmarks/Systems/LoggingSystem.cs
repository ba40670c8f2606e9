using System.Globalization;
using Benchmarks.CommandLine;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.OpenTelemetry;

namespace Benchmarks.Systems;

/// <summary>A sink under comparison.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">Its name in tables.</param>
/// <param name="Sends">Whether it sends what it gets.</param>
/// <param name="AddTo">Adds it to a logger, to send to a URL.</param>
sealed record LoggingSystem(string Name, string Title, bool Sends, Action<LoggerConfiguration, string, Tuning> AddTo)
{
    public static readonly LoggingSystem Floor = new("floor", "Serilog, a sink that does nothing", Sends: false, static (logger, _, _) => logger.WriteTo.Sink(new NothingSink()));

    public static readonly LoggingSystem RudderStack = new("rudderstack", "Serilog.Sinks.RudderStack, gzip", Sends: true, static (logger, url, tuning) =>
        logger.WriteTo.RudderStack("benchmark-key", url, options =>
        {
            options.BatchSize = tuning.BatchSize ?? options.BatchSize;
            options.MaxConcurrentRequests = tuning.MaxConcurrentRequests;
            options.WhenQueueFull = tuning.WhenQueueFull;
            options.ShutdownTimeout = tuning.ShutdownTimeout ?? options.ShutdownTimeout;
            if (tuning.Handler is { } handler)
                options.HttpMessageHandlerFactory = () => handler;
        }));

    public static readonly LoggingSystem Seq = new("seq", "Serilog.Sinks.Seq, plain", Sends: true, static (logger, url, tuning) =>
        logger.WriteTo.Seq(
            url,
            batchPostingLimit: tuning.BatchSize ?? 1000,
            queueSizeLimit: tuning.PeerQueueLimit ?? 100_000,
            messageHandler: tuning.Handler,
            formatProvider: CultureInfo.InvariantCulture));

    public static readonly LoggingSystem Durable = new("durable", "Serilog.Sinks.RudderStack.Durable", Sends: true, static (logger, url, tuning) =>
        logger.WriteTo.DurableRudderStack("benchmark-key", url, Path.Combine(tuning.Folder!, "analytics.db"), options =>
        {
            options.BatchSize = tuning.BatchSize ?? options.BatchSize;
            options.WhenQueueFull = tuning.WhenQueueFull;
        }));

    public static readonly LoggingSystem SeqDurable = new("seq-durable", "Serilog.Sinks.Seq, durable", Sends: true, static (logger, url, tuning) =>
        logger.WriteTo.Seq(url, bufferBaseFilename: Path.Combine(tuning.Folder!, "seq"), batchPostingLimit: tuning.BatchSize ?? 1000, formatProvider: CultureInfo.InvariantCulture));

    public static readonly LoggingSystem OpenTelemetry = new("otel", "Serilog.Sinks.OpenTelemetry, protobuf", Sends: true, static (logger, url, tuning) =>
        logger.WriteTo.OpenTelemetry(options =>
        {
            options.Endpoint = url;
            options.Protocol = OtlpProtocol.HttpProtobuf;
            options.BatchingOptions.BatchSizeLimit = tuning.BatchSize ?? options.BatchingOptions.BatchSizeLimit;
            options.BatchingOptions.QueueLimit = tuning.PeerQueueLimit ?? options.BatchingOptions.QueueLimit;
            if (tuning.Handler is { } handler)
                options.HttpMessageHandler = handler;
        }));

    static readonly LoggingSystem[] All = [Floor, RudderStack, Durable, Seq, SeqDurable, OpenTelemetry];

    public static LoggingSystem Named(string name) =>
        Array.Find(All, system => system.Name == name) ?? throw new UsageException($"There is no system {name}.");

    public Logger CreateLogger(string url, Tuning tuning)
    {
        var configuration = new LoggerConfiguration();
        AddTo(configuration, url, tuning);
        return configuration.CreateLogger();
    }
}
