using EndToEnd.Tests.Calls;
using Microsoft.Extensions.Logging;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Calls;

/// <summary>The calls of <see cref="CallSamples"/> through Microsoft's logger, in each of the forms that must give the same bytes.</summary>
static partial class MicrosoftCalls
{
    static readonly object Order = new { OrderId = 42, Total = 99.50m };
    static readonly object Pizza = new { Url = "https://pizza.example/" };

    static readonly Dictionary<string, object?> Common = new()
    {
        ["UserId"] = "user-1",
        ["AnonymousId"] = "visitor-1",
        ["@Context"] = CallSamples.Context,
        ["@Integrations"] = CallSamples.Integrations,
        ["Timestamp"] = CallSamples.Time,
        ["MessageId"] = CallSamples.MessageId,
    };

    public static void LogByHelpers(Microsoft.Extensions.Logging.ILogger log)
    {
        var (traits, context, integrations, time, id) = (CallSamples.Traits, CallSamples.Context, CallSamples.Integrations, CallSamples.Time, CallSamples.MessageId);
        log.Identify("user-1", traits, "visitor-1", context, integrations, time, id);
        log.Track("user-1", "Order {OrderId} Completed", Order, "visitor-1", context, integrations, time, id);
        log.Page("user-1", "Pizza", Pizza, "Food", "visitor-1", context, integrations, time, id);
        log.Screen("user-1", "Pizza", Pizza, "Food", "visitor-1", context, integrations, time, id);
        log.Group("user-1", "group-1", traits, "visitor-1", context, integrations, time, id);
        log.Alias("former-1", "user-1", traits, "visitor-1", context, integrations, time, id);
    }

    public static void LogByScopes(Microsoft.Extensions.Logging.ILogger log)
    {
        using var common = log.BeginScope(Common);
        using (log.BeginScope(new List<KeyValuePair<string, object>> { new("@Traits", CallSamples.Traits) }))
            log.LogInformation("{EventType}", "identify");
        using (log.BeginScope(new Dictionary<string, object> { ["Event"] = "Order {OrderId} Completed", ["@Properties"] = Order }))
            log.LogInformation("{EventType}", "track");
        using (log.BeginScope(new Dictionary<string, object> { ["Name"] = "Pizza", ["Category"] = "Food", ["@Properties"] = Pizza }))
        {
            log.LogInformation("{EventType}", "page");
            log.LogInformation("{EventType}", "screen");
        }

        using (log.BeginScope(("@Traits", CallSamples.Traits)))
        {
            using (log.BeginScope(("GroupId", "group-1")))
                log.LogInformation("{EventType}", "group");
            using (log.BeginScope(("PreviousId", "former-1")))
                log.LogInformation("{EventType}", "alias");
        }
    }

    public static void LogByTemplates(Microsoft.Extensions.Logging.ILogger log)
    {
        using var common = log.BeginScope(Common);
        log.LogInformation("{EventType}{@Traits}", "identify", CallSamples.Traits);
        log.LogInformation("{EventType}{Event}{@Properties}", "track", "Order {OrderId} Completed", Order);
        log.LogInformation("{EventType}{Name}{Category}{@Properties}", "page", "Pizza", "Food", Pizza);
        log.LogInformation("{EventType}{Name}{Category}{@Properties}", "screen", "Pizza", "Food", Pizza);
        log.LogInformation("{EventType}{GroupId}{@Traits}", "group", "group-1", CallSamples.Traits);
        log.LogInformation("{EventType}{PreviousId}{@Traits}", "alias", "former-1", CallSamples.Traits);
    }

    public static void LogByMethods(Microsoft.Extensions.Logging.ILogger log)
    {
        using var common = log.BeginScope(Common);
        using (log.BeginScope(("@Traits", CallSamples.Traits)))
            Identify(log, "identify");
        using (log.BeginScope(("@Properties", Order)))
            Track(log, "track", "Order {OrderId} Completed");
        using (log.BeginScope(("@Properties", Pizza)))
        {
            View(log, "page", "Pizza", "Food");
            View(log, "screen", "Pizza", "Food");
        }

        using (log.BeginScope(("@Traits", CallSamples.Traits)))
        {
            Group(log, "group", "group-1");
            Alias(log, "alias", "former-1");
        }
    }

    [LoggerMessage(LogLevel.Information, "{EventType}")]
    static partial void Identify(Microsoft.Extensions.Logging.ILogger log, string eventType);

    [LoggerMessage(LogLevel.Information, "{EventType} {Event}")]
    static partial void Track(Microsoft.Extensions.Logging.ILogger log, string eventType, string @event);

    [LoggerMessage(LogLevel.Information, "{EventType} {Name} {Category}")]
    static partial void View(Microsoft.Extensions.Logging.ILogger log, string eventType, string name, string category);

    [LoggerMessage(LogLevel.Information, "{EventType} {GroupId}")]
    static partial void Group(Microsoft.Extensions.Logging.ILogger log, string eventType, string groupId);

    [LoggerMessage(LogLevel.Information, "{EventType} {PreviousId}")]
    static partial void Alias(Microsoft.Extensions.Logging.ILogger log, string eventType, string previousId);
}
