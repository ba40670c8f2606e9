using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog;

// AuditTo; the other half of this class is WriteTo.
public static partial class RudderStackLoggerConfigurationExtensions
{
    /// <summary>Sends each analytics event as one request before the log call returns, and throws what fails.</summary>
    /// <remarks>
    /// For events that must not be lost unnoticed: the caller waits for the data plane's answer, and gets an
    /// <see cref="AggregateException"/> when an event is invalid, too large or not accepted. Other events pass untouched.
    /// Each argument sets the option of <see cref="RudderStackSinkOptions"/> that has its name; the options of batching,
    /// queueing and retrying have no meaning here.
    /// </remarks>
    /// <param name="auditSinkConfiguration">The logger's <c>AuditTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="disableGzip">Whether request bodies are sent as plain JSON.</param>
    /// <param name="noProxySupport">Whether to leave out what only RudderStack's multi-node proxy reads.</param>
    /// <param name="requestTimeout">How long one request may take; 10 s when null.</param>
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
        this LoggerAuditSinkConfiguration auditSinkConfiguration,
        string writeKey = "",
        string dataPlaneUrl = "",
        bool disableGzip = false,
        bool noProxySupport = false,
        TimeSpan? requestTimeout = null,
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
            DisableGzip = disableGzip,
            NoProxySupport = noProxySupport,
            RequestTimeout = requestTimeout ?? Defaults.RequestTimeout,
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

        return Add(auditSinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Sends each analytics event as one request before the log call returns, and throws what fails.</summary>
    /// <param name="auditSinkConfiguration">The logger's <c>AuditTo</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that passes; ignored when there is a <paramref name="levelSwitch"/>.</param>
    /// <param name="levelSwitch">A switch for the lowest level that passes.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">At least one argument or option is wrong; the message has a line for each.</exception>
    public static LoggerConfiguration RudderStack(
        this LoggerAuditSinkConfiguration auditSinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        Action<RudderStackSinkOptions> configure,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        Guard.NotNull(configure, nameof(configure));
        var options = new RudderStackSinkOptions();
        configure(options);
        return Add(auditSinkConfiguration, writeKey, dataPlaneUrl, options, restrictedToMinimumLevel, levelSwitch);
    }

    static LoggerConfiguration Add(
        LoggerAuditSinkConfiguration auditSinkConfiguration,
        string writeKey,
        string dataPlaneUrl,
        RudderStackSinkOptions options,
        LogEventLevel restrictedToMinimumLevel,
        LoggingLevelSwitch? levelSwitch)
    {
        Guard.NotNull(auditSinkConfiguration, nameof(auditSinkConfiguration));
        var settings = OptionsValidator.Freeze(writeKey, dataPlaneUrl, options);
        ILogEventSink sink = settings is null ? new DisabledSink() : new AuditRudderStackSink(settings);
        return auditSinkConfiguration.Sink(sink, restrictedToMinimumLevel, levelSwitch).Destructure.RudderStackValues();
    }
}
