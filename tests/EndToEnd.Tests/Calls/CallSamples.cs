using Serilog;

namespace EndToEnd.Tests.Calls;

/// <summary>The six calls, in the two forms that must give the same bytes.</summary>
static class CallSamples
{
    public const string MessageId = "0f9a4e4e-6e1b-4f0e-9d3a-0a1b2c3d4e5f";

    public static readonly DateTimeOffset Time = new(2024, 5, 6, 7, 8, 9, 10, TimeSpan.Zero);

    public static readonly string[] Types = ["identify", "track", "page", "screen", "group", "alias"];

    public static readonly object Traits = new { FirstName = "Alex", Plan = "Free" };

    public static readonly object Context = new { UserAgent = "test", App = new { Name = "Shop" } };

    public static readonly Dictionary<string, object> Integrations = new() { ["All"] = true, ["Google Analytics 4"] = false };

    public static void LogByHelpers(ILogger log)
    {
        log.Identify("user-1", Traits, "visitor-1", Context, Integrations, Time, MessageId);
        log.Track("user-1", "Order {OrderId} Completed", new { OrderId = 42, Total = 99.50m }, "visitor-1", Context, Integrations, Time, MessageId);
        log.Page("user-1", "Pizza", new { Url = "https://pizza.example/" }, "Food", "visitor-1", Context, Integrations, Time, MessageId);
        log.Screen("user-1", "Pizza", new { Url = "https://pizza.example/" }, "Food", "visitor-1", Context, Integrations, Time, MessageId);
        log.Group("user-1", "group-1", Traits, "visitor-1", Context, Integrations, Time, MessageId);
        log.Alias("former-1", "user-1", Traits, "visitor-1", Context, Integrations, Time, MessageId);
    }

    public static void LogByProperties(ILogger log)
    {
        Call(log, "identify").ForContext("Traits", Traits, destructureObjects: true).Information("{EventType}");
        Call(log, "track").ForContext("Event", "Order {OrderId} Completed").ForContext("Properties", new { OrderId = 42, Total = 99.50m }, destructureObjects: true).Information("{EventType}");
        View(log, "page").Information("{EventType}");
        View(log, "screen").Information("{EventType}");
        Call(log, "group").ForContext("GroupId", "group-1").ForContext("Traits", Traits, destructureObjects: true).Information("{EventType}");
        Call(log, "alias").ForContext("PreviousId", "former-1").ForContext("Traits", Traits, destructureObjects: true).Information("{EventType}");
    }

    static ILogger View(ILogger log, string type) => Call(log, type)
        .ForContext("Name", "Pizza")
        .ForContext("Category", "Food")
        .ForContext("Properties", new { Url = "https://pizza.example/" }, destructureObjects: true);

    static ILogger Call(ILogger log, string type) => log
        .ForContext("EventType", type)
        .ForContext("UserId", "user-1")
        .ForContext("AnonymousId", "visitor-1")
        .ForContext("Context", Context, destructureObjects: true)
        .ForContext("Integrations", Integrations, destructureObjects: true)
        .ForContext("Timestamp", Time)
        .ForContext("MessageId", MessageId);
}
