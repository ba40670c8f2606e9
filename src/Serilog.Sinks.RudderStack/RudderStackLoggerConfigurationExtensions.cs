using System.Diagnostics.CodeAnalysis;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog;

/// <summary>Adds RudderStack sinks to a logger.</summary>
/// <remarks>
/// In the forms with flat arguments write key and URL are optional only for <c>appsettings.json</c>: a section without
/// them then fails with a clear fault, where Serilog.Settings.Configuration would skip a method that lacks a required
/// argument and tell only <c>SelfLog</c>.
/// </remarks>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The required third argument keeps the forms apart, for C# and for Serilog.Settings.Configuration.")]
public static partial class RudderStackLoggerConfigurationExtensions
{
    static readonly RudderStackSinkOptions Defaults = new();

    /// <summary>Sends analytics events to a RudderStack data plane, in batches and in the background.</summary>
    /// <remarks>
    /// Analytics events are those whose <c>EventType</c> is track, identify, page, screen, group or alias; all others are
    /// ignored. Each argument sets the option of <see cref="RudderStackSinkOptions"/> that has its name, where limits are
    /// told; this form exists for <c>appsettings.json</c> and environment variables. Text is all that these can give:
    /// <paramref name="defaultIntegrations"/> takes <c>"true"</c> for true.
    /// </remarks>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="interval">The longest time that an event waits for a batch to fill; 5 s when null.</param>
    /// <param name="batchSize">The number of messages that makes a batch go out at once.</param>
    /// <param name="retryAfter">A fixed wait before each further attempt; exponential when null.</param>
    /// <param name="verbose">Whether <c>SelfLog</c> gets a line for each batch.</param>
    /// <param name="disableGzip">Whether request bodies are sent as plain JSON.</param>
    /// <param name="noProxySupport">Whether to leave out what only RudderStack's multi-node proxy reads.</param>
    /// <param name="retryTimeLimit">How long a batch is tried before it is dropped; 10 minutes when null.</param>
    /// <param name="requestTimeout">How long one request may take; 10 s when null.</param>
    /// <param name="shutdownTimeout">How long disposal may take; 10 s when null.</param>
    /// <param name="queueLimit">The number of messages that may be pending.</param>
    /// <param name="queueLimitBytes">The number of bytes that pending messages may hold.</param>
    /// <param name="whenQueueFull">What happens to an event when the queue is full.</param>
    /// <param name="maxConcurrentRequests">The number of requests that may be under way at the same time.</param>
    /// <param name="maxMessageBytes">The largest message, in UTF-8 bytes.</param>
    /// <param name="maxBatchBytes">The largest request body, in bytes before compression.</param>
    /// <param name="propertyNaming">How C# identifiers are spelled in messages.</param>
    /// <param name="copyTraitsToContext">Whether identify also puts the traits into <c>context.traits</c>.</param>
    /// <param name="looseProperties">Which event properties without a reserved name are sent.</param>
    /// <param name="propertyDenyList">Names of loose properties that are not sent; the built-in list when null.</param>
    /// <param name="additionalDeniedProperties">Names of loose properties that are not sent, besides the deny list.</param>
    /// <param name="propertyAllowList">The only loose properties that are sent; no such restriction when null.</param>
    /// <param name="defaultContext">Context that every message carries; a dot in a key separates levels.</param>
    /// <param name="defaultIntegrations">Destinations that every message switches on or off.</param>
    /// <param name="defaultAnonymousId">The anonymous id of events that have no id; <c>process</c> for one per process.</param>
    /// <param name="eventTypeProperty">The event property that names the call.</param>
    /// <param name="userIdProperty">The event property that becomes <c>userId</c>.</param>
    /// <param name="anonymousIdProperty">The event property that becomes <c>anonymousId</c>.</param>
    /// <param name="eventProperty">The event property that becomes <c>event</c>.</param>
    /// <param name="eventNameProperty">The event property that becomes <c>event</c> when there is no <paramref name="eventProperty"/>.</param>
    /// <param name="nameProperty">The event property that becomes <c>name</c> on page and screen.</param>
    /// <param name="categoryProperty">The event property that becomes <c>category</c> on page and screen.</param>
    /// <param name="groupIdProperty">The event property that becomes <c>groupId</c>.</param>
    /// <param name="previousIdProperty">The event property that becomes <c>previousId</c>.</param>
    /// <param name="traitsProperty">The event property that becomes <c>traits</c>.</param>
    /// <param name="propertiesProperty">The event property that becomes <c>properties</c>.</param>
    /// <param name="contextProperty">The event property that becomes <c>context</c>.</param>
    /// <param name="integrationsProperty">The event property that becomes <c>integrations</c>.</param>
    /// <param name="messageIdProperty">The event property that becomes <c>messageId</c>.</param>
    /// <param name="timestampProperty">The event property that becomes <c>timestamp</c>.</param>
    /// <param name="enabled">Whether the sink does anything; when false, write key and URL may be empty.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">At least one argument is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        string writeKey = "",
        string dataPlaneUrl = "",
        TimeSpan? interval = null,
        int batchSize = 100,
        TimeSpan? retryAfter = null,
        bool verbose = false,
        bool disableGzip = false,
        bool noProxySupport = false,
        TimeSpan? retryTimeLimit = null,
        TimeSpan? requestTimeout = null,
        TimeSpan? shutdownTimeout = null,
        int queueLimit = 100_000,
        long queueLimitBytes = 64L * 1024 * 1024,
        WhenQueueFull whenQueueFull = WhenQueueFull.Drop,
        int maxConcurrentRequests = 1,
        int maxMessageBytes = 32_768,
        int maxBatchBytes = 512_000,
        PropertyNaming propertyNaming = PropertyNaming.RudderStackSpec,
        bool copyTraitsToContext = false,
        LooseProperties looseProperties = LooseProperties.All,
        IList<string>? propertyDenyList = null,
        IList<string>? additionalDeniedProperties = null,
        IList<string>? propertyAllowList = null,
        IDictionary<string, object?>? defaultContext = null,
        IDictionary<string, object?>? defaultIntegrations = null,
        string? defaultAnonymousId = null,
        string eventTypeProperty = "EventType",
        string userIdProperty = "UserId",
        string anonymousIdProperty = "AnonymousId",
        string eventProperty = "Event",
        string eventNameProperty = "EventName",
        string nameProperty = "Name",
        string categoryProperty = "Category",
        string groupIdProperty = "GroupId",
        string previousIdProperty = "PreviousId",
        string traitsProperty = "Traits",
        string propertiesProperty = "Properties",
        string contextProperty = "Context",
        string integrationsProperty = "Integrations",
        string messageIdProperty = "MessageId",
        string timestampProperty = "Timestamp",
        bool enabled = true,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        var options = new RudderStackSinkOptions
        {
            Interval = interval ?? Defaults.Interval,
            BatchSize = batchSize,
            RetryAfter = retryAfter,
            Verbose = verbose,
            DisableGzip = disableGzip,
            NoProxySupport = noProxySupport,
            RetryTimeLimit = retryTimeLimit ?? Defaults.RetryTimeLimit,
            RequestTimeout = requestTimeout ?? Defaults.RequestTimeout,
            ShutdownTimeout = shutdownTimeout ?? Defaults.ShutdownTimeout,
            QueueLimit = queueLimit,
            QueueLimitBytes = queueLimitBytes,
            WhenQueueFull = whenQueueFull,
            MaxConcurrentRequests = maxConcurrentRequests,
            MaxMessageBytes = maxMessageBytes,
            MaxBatchBytes = maxBatchBytes,
            PropertyNaming = propertyNaming,
            CopyTraitsToContext = copyTraitsToContext,
            LooseProperties = looseProperties,
            PropertyDenyList = propertyDenyList,
            AdditionalDeniedProperties = additionalDeniedProperties,
            PropertyAllowList = propertyAllowList,
            DefaultContext = defaultContext,
            DefaultIntegrations = defaultIntegrations,
            DefaultAnonymousId = defaultAnonymousId,
            EventTypeProperty = eventTypeProperty,
            UserIdProperty = userIdProperty,
            AnonymousIdProperty = anonymousIdProperty,
            EventProperty = eventProperty,
            EventNameProperty = eventNameProperty,
            NameProperty = nameProperty,
            CategoryProperty = categoryProperty,
            GroupIdProperty = groupIdProperty,
            PreviousIdProperty = previousIdProperty,
            TraitsProperty = traitsProperty,
            PropertiesProperty = propertiesProperty,
            ContextProperty = contextProperty,
            IntegrationsProperty = integrationsProperty,
            MessageIdProperty = messageIdProperty,
            TimestampProperty = timestampProperty,
            Enabled = enabled,
        };

        return Add(sinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Sends analytics events to a RudderStack data plane, in batches and in the background.</summary>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        Action<RudderStackSinkOptions> configure,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(configure, nameof(configure));
        var options = new RudderStackSinkOptions();
        configure(options);
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Sends analytics events to a RudderStack data plane, in batches and in the background.</summary>
    /// <remarks>For options that come ready, such as from a configuration binder; later changes to them have no effect.</remarks>
    /// <param name="sinkConfiguration">The logger's <c>WriteTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="options">The options.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerSinkConfiguration sinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        RudderStackSinkOptions options,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(options, nameof(options));
        return Add(sinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    static LoggerConfiguration Add(
        LoggerSinkConfiguration sinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        RudderStackSinkOptions options,
        LogEventLevel restrictedToMinimumLevel,
        LoggingLevelSwitch? levelSwitch)
    {
        Guard.NotNull(sinkConfiguration, nameof(sinkConfiguration));
        var settings = OptionsValidator.Freeze(writeKey, dataPlaneUrl, options);
        ILogEventSink sink = settings is null ? new DisabledSink() : new RudderStackSink(settings);
        return sinkConfiguration.Sink(sink, restrictedToMinimumLevel, levelSwitch).Destructure.RudderStackValues();
    }
}
