using System.Text;
using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>Settings with the documented defaults, but fake time; tests change what they are about.</summary>
sealed class TestSettings
{
    public const string WriteKey = "2aWriteKeyThatNobodyMaySee";

    public TimeProvider Time { get; set; } = new FakeTimeProvider();
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
    public int BatchSize { get; set; } = 500;
    public int MaxBatchBytes { get; set; } = 512_000;
    public int MaxConcurrentRequests { get; set; } = 1;
    public TimeSpan? RetryAfter { get; set; }
    public Func<int, TimeSpan>? RetryDelay { get; set; }
    public bool DisableGzip { get; set; } = true;
    public bool NoProxySupport { get; set; }
    public bool Verbose { get; set; }
    public TimeSpan RetryTimeLimit { get; set; } = TimeSpan.FromMinutes(10);
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(60);
    public TimeSpan ShutdownStallTimeout { get; set; } = TimeSpan.FromSeconds(10);
    public Action<DeliveredMessage>? OnDelivered { get; set; }
    public Action<DroppedMessage>? OnDropped { get; set; }
    public Func<HttpMessageHandler>? HandlerFactory { get; set; }

    public SinkSettings Freeze() => new()
    {
        BatchEndpoint = new Uri("https://plane.example/v1/batch"),
        ClusterInfoEndpoint = new Uri("https://plane.example/cluster-info"),
        BasicCredentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(WriteKey + ":")),
        Interval = Interval,
        BatchSize = BatchSize,
        Verbose = Verbose,
        RetryAfter = RetryAfter,
        RetryDelay = RetryDelay,
        DisableGzip = DisableGzip,
        NoProxySupport = NoProxySupport,
        RetryTimeLimit = RetryTimeLimit,
        RequestTimeout = RequestTimeout,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ShutdownTimeout = ShutdownTimeout,
        ShutdownStallTimeout = ShutdownStallTimeout,
        ProcessExitTimeout = TimeSpan.Zero,
        QueueLimit = 100_000,
        QueueLimitBytes = 64 * 1024 * 1024,
        WhenQueueFull = WhenQueueFull.Drop,
        MaxConcurrentRequests = MaxConcurrentRequests,
        MaxMessageBytes = 32_768,
        MaxBatchBytes = MaxBatchBytes,
        BeforeSend = null,
        OnDelivered = OnDelivered,
        OnDropped = OnDropped,
        HttpMessageHandlerFactory = HandlerFactory,
        TimeProvider = Time,
        Reports = new ReportOutlet(onReport: null, StandardErrorReports.Never),
        Mapping = new MappingSettings
        {
            PropertyNaming = PropertyNaming.RudderStackSpec,
            CopyTraitsToContext = false,
            LooseProperties = LooseProperties.All,
            DeniedProperties = [],
            AllowedProperties = null,
            DefaultContext = null,
            DefaultIntegrations = null,
            DefaultAnonymousId = null,
            Names = new ReservedNames(
                "EventType", "UserId", "AnonymousId", "Event", "EventName", "Name", "Category", "GroupId", "PreviousId",
                "Traits", "Properties", "Context", "Integrations", "MessageId", "Timestamp"),
        },
    };
}
