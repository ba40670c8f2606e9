using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace Serilog;

// The forms without reflection; the other half of this class takes any object.
public static partial class RudderStackLoggerExtensions
{
    /// <summary>Records what a user did, with nothing but what is required.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="eventName">The name of the event, as it is: braces mean nothing in it.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    public static void Track(this ILogger logger, string? userId, string eventName) =>
        Track(logger, userId, eventName, properties: default(AnalyticsObject?));

    /// <summary>Records what a user did, without reflection on what it is given.</summary>
    /// <remarks>For trimmed and Native AOT programs. Names are sent as they are.</remarks>
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
    public static void Track(
        this ILogger logger,
        string? userId,
        string eventName,
        AnalyticsObject? properties,
        string? anonymousId = null,
        AnalyticsObject? context = null,
        AnalyticsObject? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, TrackTemplate, "track")?
            .With("UserId", userId)
            .With("Event", eventName)
            .WithObject("Properties", properties?.ToArgument())
            .WithCommon(anonymousId, context?.ToArgument(), integrations?.ToArgument(), timestamp, messageId)
            .Log();

    /// <summary>Ties a user to traits, with nothing but what is required.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    public static void Identify(this ILogger logger, string? userId) =>
        Identify(logger, userId, traits: default(AnalyticsObject?));

    /// <summary>Ties a user to traits, without reflection on what it is given.</summary>
    /// <remarks>For trimmed and Native AOT programs. Names are sent as they are.</remarks>
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
    public static void Identify(
        this ILogger logger,
        string? userId,
        AnalyticsObject? traits,
        string? anonymousId = null,
        AnalyticsObject? context = null,
        AnalyticsObject? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, UserTemplate, "identify")?
            .With("UserId", userId)
            .WithObject("Traits", traits?.ToArgument())
            .WithCommon(anonymousId, context?.ToArgument(), integrations?.ToArgument(), timestamp, messageId)
            .Log();

    /// <summary>Records a page view, with nothing but what is required.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="name">The name of the page.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    public static void Page(this ILogger logger, string? userId, string? name) =>
        Page(logger, userId, name, properties: default(AnalyticsObject?));

    /// <summary>Records a page view, without reflection on what it is given.</summary>
    /// <remarks>For trimmed and Native AOT programs. Names are sent as they are.</remarks>
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
    public static void Page(
        this ILogger logger,
        string? userId,
        string? name,
        AnalyticsObject? properties,
        string? category = null,
        string? anonymousId = null,
        AnalyticsObject? context = null,
        AnalyticsObject? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, ViewTemplate, "page")?
            .With("UserId", userId)
            .With("Name", name)
            .WithObject("Properties", properties?.ToArgument())
            .With("Category", category)
            .WithCommon(anonymousId, context?.ToArgument(), integrations?.ToArgument(), timestamp, messageId)
            .Log();

    /// <summary>Records a screen view, the mobile equivalent of a page view, with nothing but what is required.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="name">The name of the screen.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    public static void Screen(this ILogger logger, string? userId, string? name) =>
        Screen(logger, userId, name, properties: default(AnalyticsObject?));

    /// <summary>Records a screen view, the mobile equivalent of a page view, without reflection on what it is given.</summary>
    /// <remarks>For trimmed and Native AOT programs. Names are sent as they are.</remarks>
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
    public static void Screen(
        this ILogger logger,
        string? userId,
        string? name,
        AnalyticsObject? properties,
        string? category = null,
        string? anonymousId = null,
        AnalyticsObject? context = null,
        AnalyticsObject? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, ViewTemplate, "screen")?
            .With("UserId", userId)
            .With("Name", name)
            .WithObject("Properties", properties?.ToArgument())
            .With("Category", category)
            .WithCommon(anonymousId, context?.ToArgument(), integrations?.ToArgument(), timestamp, messageId)
            .Log();

    /// <summary>Ties a user to a group, such as a company, with nothing but what is required.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="userId">The id of the user.</param>
    /// <param name="groupId">The id of the group.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    public static void Group(this ILogger logger, string? userId, string groupId) =>
        Group(logger, userId, groupId, traits: default(AnalyticsObject?));

    /// <summary>Ties a user to a group, such as a company, without reflection on what it is given.</summary>
    /// <remarks>For trimmed and Native AOT programs. Names are sent as they are.</remarks>
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
    public static void Group(
        this ILogger logger,
        string? userId,
        string groupId,
        AnalyticsObject? traits,
        string? anonymousId = null,
        AnalyticsObject? context = null,
        AnalyticsObject? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, GroupTemplate, "group")?
            .With("UserId", userId)
            .With("GroupId", groupId)
            .WithObject("Traits", traits?.ToArgument())
            .WithCommon(anonymousId, context?.ToArgument(), integrations?.ToArgument(), timestamp, messageId)
            .Log();

    /// <summary>Merges a former id of a user into the present one, with nothing but what is required.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="previousId">The former id.</param>
    /// <param name="userId">The present id.</param>
    /// <exception cref="ArgumentNullException">The logger is null.</exception>
    public static void Alias(this ILogger logger, string previousId, string? userId) =>
        Alias(logger, previousId, userId, traits: default(AnalyticsObject?));

    /// <summary>Merges a former id of a user into the present one, without reflection on what it is given.</summary>
    /// <remarks>For trimmed and Native AOT programs. Names are sent as they are.</remarks>
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
    public static void Alias(
        this ILogger logger,
        string previousId,
        string? userId,
        AnalyticsObject? traits,
        string? anonymousId = null,
        AnalyticsObject? context = null,
        AnalyticsObject? integrations = null,
        DateTimeOffset? timestamp = null,
        string? messageId = null,
        LogEventLevel level = LogEventLevel.Information) =>
        AnalyticsCall.Begin(logger, level, AliasTemplate, "alias")?
            .With("PreviousId", previousId)
            .With("UserId", userId)
            .WithObject("Traits", traits?.ToArgument())
            .WithCommon(anonymousId, context?.ToArgument(), integrations?.ToArgument(), timestamp, messageId)
            .Log();
}
