using System.Text.Json.Nodes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>A mapper with default settings, but for what a test changes.</summary>
sealed class MapperBuilder
{
    public static readonly ReservedNames DefaultNames = new(
        "EventType", "UserId", "AnonymousId", "Event", "EventName", "Name", "Category", "GroupId", "PreviousId",
        "Traits", "Properties", "Context", "Integrations", "MessageId", "Timestamp");

    public PropertyNaming PropertyNaming { get; set; } = PropertyNaming.RudderStackSpec;
    public bool CopyTraitsToContext { get; set; }
    public LooseProperties LooseProperties { get; set; } = LooseProperties.All;
    public string[] Denied { get; set; } = ["SourceContext", "RequestId", "EventId"];
    public string[]? Allowed { get; set; }
    public DictionaryValue? DefaultContext { get; set; }
    public DictionaryValue? DefaultIntegrations { get; set; }
    public string? DefaultAnonymousId { get; set; }
    public ReservedNames Names { get; set; } = DefaultNames;
    public int MaxMessageBytes { get; set; } = 32_768;
    public Func<JsonObject, JsonObject?>? BeforeSend { get; set; }

    public MessageMapper Build() => new(new SinkSettings
    {
        BatchEndpoint = new Uri("https://data-plane.example/v1/batch"),
        ClusterInfoEndpoint = new Uri("https://data-plane.example/cluster-info"),
        BasicCredentials = "",
        Interval = TimeSpan.FromSeconds(5),
        BatchSize = 100,
        Verbose = false,
        RetryAfter = null,
        RetryDelay = null,
        DisableGzip = false,
        NoProxySupport = false,
        RetryTimeLimit = TimeSpan.FromMinutes(10),
        RequestTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ShutdownTimeout = TimeSpan.FromSeconds(10),
        ShutdownStallTimeout = TimeSpan.FromSeconds(10),
        ProcessExitTimeout = TimeSpan.Zero,
        QueueLimit = 100_000,
        QueueLimitBytes = 64 * 1024 * 1024,
        WhenQueueFull = WhenQueueFull.Drop,
        MaxConcurrentRequests = 1,
        MaxMessageBytes = MaxMessageBytes,
        MaxBatchBytes = 512_000,
        BeforeSend = BeforeSend,
        OnDelivered = null,
        OnDropped = null,
        HttpMessageHandlerFactory = null,
        TimeProvider = TimeProvider.System,
        Reports = new ReportOutlet(onReport: null, StandardErrorReports.Never),
        Mapping = new MappingSettings
        {
            PropertyNaming = PropertyNaming,
            CopyTraitsToContext = CopyTraitsToContext,
            LooseProperties = LooseProperties,
            DeniedProperties = new HashSet<string>(Allowed is null ? Denied : [], StringComparer.OrdinalIgnoreCase),
            AllowedProperties = Allowed is null ? null : new HashSet<string>(Allowed, StringComparer.OrdinalIgnoreCase),
            DefaultContext = DefaultContext,
            DefaultIntegrations = DefaultIntegrations,
            DefaultAnonymousId = DefaultAnonymousId,
            Names = Names,
        },
    });

    /// <summary>Logs one event through Serilog and maps it; it must be analytics.</summary>
    public MappedCopy Map(Action<ILogger> log)
    {
        var mapper = Build();
        var logEvent = Capture(log);
        Assert.True(mapper.TryRecognise(logEvent, out var type), "The event is no analytics event.");
        return MappedCopy.Of(mapper, logEvent, type);
    }

    /// <summary>Maps with default settings.</summary>
    public static MappedCopy MapOne(Action<ILogger> log) => new MapperBuilder().Map(log);

    /// <summary>The one event that an action logs, as Serilog hands it to sinks.</summary>
    public static LogEvent Capture(Action<ILogger> log)
    {
        var sink = new CapturingSink();
        using (var logger = new LoggerConfiguration().MinimumLevel.Verbose().Destructure.ToMaximumDepth(20).WriteTo.Sink(sink).CreateLogger())
            log(logger);
        return Assert.Single(sink.Events);
    }
}
