using System.Diagnostics.CodeAnalysis;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace Serilog;

/// <summary>RudderStack's six calls as methods of a logger.</summary>
/// <remarks>
/// Each writes one log event with the default names of the reserved properties (<c>EventType</c>, <c>UserId</c>, ...), as
/// <c>ForContext</c> would; it passes the logger's level, enrichers and filters like any other. Objects (properties,
/// traits, context, integrations) may be anonymous objects, records, dictionaries with text keys, or sequences of pairs.
/// What is null is left out, so that an enricher may supply it.
/// </remarks>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The form of an argument keeps the overloads apart: an AnalyticsObject is the better fit for what converts to one, and for null.")]
public static partial class RudderStackLoggerExtensions
{
    const string Trimming =
        "Members of an object can be trimmed away, and then its event is dropped. Pass a JsonObject, a dictionary, or AnalyticsObject.From with a source-generated JsonTypeInfo.";

    static readonly MessageTemplate TrackTemplate = AnalyticsCall.Template("EventType", "Event");
    static readonly MessageTemplate UserTemplate = AnalyticsCall.Template("EventType", "UserId");
    static readonly MessageTemplate ViewTemplate = AnalyticsCall.Template("EventType", "Name");
    static readonly MessageTemplate GroupTemplate = AnalyticsCall.Template("EventType", "GroupId");
    static readonly MessageTemplate AliasTemplate = AnalyticsCall.Template("EventType", "PreviousId", "UserId");

    /// <summary>Records what a user did.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="eventName">The name of the event, as it is: braces mean nothing in it.</param>
    /// <param name="properties">The properties of the event.</param>
    /// <param name="anonymousId">The visitor's id where there is no user id, or besides it.</param>
    /// <param name="context">What surrounds the call (<c>ip</c>, <c>userAgent</c>, <c>app</c>, ...), over the default context.</param>
    /// <param name="integrations">Destinations to switch on or off.</param>
    /// <param name="timestamp">When it happened, for imports; otherwise the time of the call.</param>
    /// <param name="messageId">The id of the message, by which RudderStack can remove duplicates; a new one when null.</param>
    /// <param name="level">The level of the log event.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    [RequiresUnreferencedCode(Trimming)]
    public static void Track(
        this ILogger logger,
        string? userId,
        string eventName,
        object? properties = null,
        string? anonymousId = null,
        object? context = null,
        object? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, TrackTemplate, "track")?
            .With("UserId", userId)
            .With("Event", eventName)
            .WithObject("Properties", properties)
            .WithCommon(anonymousId, context, integrations, timestamp, messageId)
            .Log();

    /// <summary>Ties a user to traits.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="traits">What is known of the user.</param>
    /// <param name="anonymousId">The visitor's id where there is no user id, or besides it.</param>
    /// <param name="context">What surrounds the call (<c>ip</c>, <c>userAgent</c>, <c>app</c>, ...), over the default context.</param>
    /// <param name="integrations">Destinations to switch on or off.</param>
    /// <param name="timestamp">When it happened, for imports; otherwise the time of the call.</param>
    /// <param name="messageId">The id of the message, by which RudderStack can remove duplicates; a new one when null.</param>
    /// <param name="level">The level of the log event.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    [RequiresUnreferencedCode(Trimming)]
    public static void Identify(
        this ILogger logger,
        string? userId,
        object? traits = null,
        string? anonymousId = null,
        object? context = null,
        object? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, UserTemplate, "identify")?
            .With("UserId", userId)
            .WithObject("Traits", traits)
            .WithCommon(anonymousId, context, integrations, timestamp, messageId)
            .Log();

    /// <summary>Records a page view.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="name">The name of the page.</param>
    /// <param name="properties">The properties of the page.</param>
    /// <param name="category">The category of the page.</param>
    /// <param name="anonymousId">The visitor's id where there is no user id, or besides it.</param>
    /// <param name="context">What surrounds the call (<c>ip</c>, <c>userAgent</c>, <c>app</c>, ...), over the default context.</param>
    /// <param name="integrations">Destinations to switch on or off.</param>
    /// <param name="timestamp">When it happened, for imports; otherwise the time of the call.</param>
    /// <param name="messageId">The id of the message, by which RudderStack can remove duplicates; a new one when null.</param>
    /// <param name="level">The level of the log event.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    [RequiresUnreferencedCode(Trimming)]
    public static void Page(
        this ILogger logger,
        string? userId,
        string? name,
        object? properties = null,
        string? category = null,
        string? anonymousId = null,
        object? context = null,
        object? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, ViewTemplate, "page")?
            .With("UserId", userId)
            .With("Name", name)
            .WithObject("Properties", properties)
            .With("Category", category)
            .WithCommon(anonymousId, context, integrations, timestamp, messageId)
            .Log();

    /// <summary>Records a screen view, the mobile equivalent of a page view.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="name">The name of the screen.</param>
    /// <param name="properties">The properties of the screen.</param>
    /// <param name="category">The category of the screen.</param>
    /// <param name="anonymousId">The visitor's id where there is no user id, or besides it.</param>
    /// <param name="context">What surrounds the call (<c>ip</c>, <c>userAgent</c>, <c>app</c>, ...), over the default context.</param>
    /// <param name="integrations">Destinations to switch on or off.</param>
    /// <param name="timestamp">When it happened, for imports; otherwise the time of the call.</param>
    /// <param name="messageId">The id of the message, by which RudderStack can remove duplicates; a new one when null.</param>
    /// <param name="level">The level of the log event.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    [RequiresUnreferencedCode(Trimming)]
    public static void Screen(
        this ILogger logger,
        string? userId,
        string? name,
        object? properties = null,
        string? category = null,
        string? anonymousId = null,
        object? context = null,
        object? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, ViewTemplate, "screen")?
            .With("UserId", userId)
            .With("Name", name)
            .WithObject("Properties", properties)
            .With("Category", category)
            .WithCommon(anonymousId, context, integrations, timestamp, messageId)
            .Log();

    /// <summary>Ties a user to a group, such as a company.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="groupId">The id of the group.</param>
    /// <param name="traits">What is known of the group.</param>
    /// <param name="anonymousId">The visitor's id where there is no user id, or besides it.</param>
    /// <param name="context">What surrounds the call (<c>ip</c>, <c>userAgent</c>, <c>app</c>, ...), over the default context.</param>
    /// <param name="integrations">Destinations to switch on or off.</param>
    /// <param name="timestamp">When it happened, for imports; otherwise the time of the call.</param>
    /// <param name="messageId">The id of the message, by which RudderStack can remove duplicates; a new one when null.</param>
    /// <param name="level">The level of the log event.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    [RequiresUnreferencedCode(Trimming)]
    public static void Group(
        this ILogger logger,
        string? userId,
        string groupId,
        object? traits = null,
        string? anonymousId = null,
        object? context = null,
        object? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, GroupTemplate, "group")?
            .With("UserId", userId)
            .With("GroupId", groupId)
            .WithObject("Traits", traits)
            .WithCommon(anonymousId, context, integrations, timestamp, messageId)
            .Log();

    /// <summary>Merges a former id of a user into the present one.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="previousId">The former id.</param>
    /// <param name="userId">The present id.</param>
    /// <param name="traits">What is known of the user.</param>
    /// <param name="anonymousId">The visitor's id where there is no user id, or besides it.</param>
    /// <param name="context">What surrounds the call (<c>ip</c>, <c>userAgent</c>, <c>app</c>, ...), over the default context.</param>
    /// <param name="integrations">Destinations to switch on or off.</param>
    /// <param name="timestamp">When it happened, for imports; otherwise the time of the call.</param>
    /// <param name="messageId">The id of the message, by which RudderStack can remove duplicates; a new one when null.</param>
    /// <param name="level">The level of the log event.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    [RequiresUnreferencedCode(Trimming)]
    public static void Alias(
        this ILogger logger,
        string previousId,
        string? userId,
        object? traits = null,
        string? anonymousId = null,
        object? context = null,
        object? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, AliasTemplate, "alias")?
            .With("PreviousId", previousId)
            .With("UserId", userId)
            .WithObject("Traits", traits)
            .WithCommon(anonymousId, context, integrations, timestamp, messageId)
            .Log();
}
