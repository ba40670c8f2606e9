using EndToEnd.Tests.Calls;
using Microsoft.Extensions.Logging;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Calls;

/// <summary>The calls of <see cref="CallSamples"/>, through Microsoft's logger.</summary>
static class MicrosoftCalls
{
    public static void LogByHelpers(Microsoft.Extensions.Logging.ILogger log)
    {
        var (traits, context, integrations, time, id) = (CallSamples.Traits, CallSamples.Context, CallSamples.Integrations, CallSamples.Time, CallSamples.MessageId);
        log.Identify("user-1", traits, "visitor-1", context, integrations, time, id);
        log.Track("user-1", "Order {OrderId} Completed", new { OrderId = 42, Total = 99.50m }, "visitor-1", context, integrations, time, id);
        log.Page("user-1", "Pizza", new { Url = "https://pizza.example/" }, "Food", "visitor-1", context, integrations, time, id);
        log.Screen("user-1", "Pizza", new { Url = "https://pizza.example/" }, "Food", "visitor-1", context, integrations, time, id);
        log.Group("user-1", "group-1", traits, "visitor-1", context, integrations, time, id);
        log.Alias("former-1", "user-1", traits, "visitor-1", context, integrations, time, id);
    }
}
