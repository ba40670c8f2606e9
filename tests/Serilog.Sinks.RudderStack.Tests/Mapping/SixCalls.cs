namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>The samples of RudderStack's Go SDK page, as a program logs them.</summary>
static class SixCalls
{
    public static void Identify(ILogger log) => Call(log, "identify")
        .ForContext("UserId", "1hKOmRA4GRlm")
        .ForContext("Traits", new { Name = "Alex Keener", Email = "alex@example.com", Plan = "Free", Manager = 12 }, destructureObjects: true)
        .Information("User registered");

    public static void Track(ILogger log) => Call(log, "track")
        .ForContext("UserId", "1hKOmRA4GRlm")
        .Information("Signed Up {Plan}", "Free");

    public static void Page(ILogger log) => Call(log, "page")
        .ForContext("UserId", "12345")
        .ForContext("Name", "Pizza")
        .Information("{Url}", "https://dominos.com");

    public static void Screen(ILogger log) => Call(log, "screen")
        .ForContext("UserId", "1hKOmRA4GRlm")
        .ForContext("Name", "Pizza")
        .Information("{Url}", "https://dominos.com");

    public static void Group(ILogger log) => Call(log, "group")
        .ForContext("UserId", "1hKOmRA4GRlm")
        .ForContext("GroupId", "1")
        .ForContext("Traits", new Dictionary<string, object> { ["name"] = "Company", ["description"] = "Facebook" }, destructureObjects: true)
        .Information("Joined");

    public static void Alias(ILogger log) => Call(log, "alias")
        .ForContext("PreviousId", "12345")
        .ForContext("UserId", "1hKOmRA4GRlm")
        .Information("Merged");

    public static Action<ILogger> Named(string type) => type switch
    {
        "identify" => Identify,
        "track" => Track,
        "page" => Page,
        "screen" => Screen,
        "group" => Group,
        "alias" => Alias,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    static ILogger Call(ILogger log, string type) => log
        .ForContext("EventType", type)
        .ForContext("MessageId", "0f9a4e4e-6e1b-4f0e-9d3a-0a1b2c3d4e5f")
        .ForContext("Timestamp", new DateTime(2024, 5, 6, 7, 8, 9, 10, DateTimeKind.Utc));
}
