using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>The event that performance is measured with: five properties, a context, both ids.</summary>
static class Workload
{
    public static LogEvent Event() => MapperBuilder.Capture(Log);

    public static void Log(ILogger log) => log
        .ForContext("EventType", "track")
        .ForContext("UserId", "user-000123")
        .ForContext("AnonymousId", "0f9a4e4e-6e1b-4f0e-9d3a-0a1b2c3d4e5f")
        .ForContext(
            "Context",
            new { Locale = "en-US", Timezone = "Europe/Berlin", App = new { Name = "shop", Version = "1.2.3" } },
            destructureObjects: true)
        .Information("Order Completed {OrderId} {Total} {Currency} {Coupon} {Plan}", 12345, 99.5, "EUR", "SPRING", "Free");
}
