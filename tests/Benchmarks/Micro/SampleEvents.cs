using Benchmarks.Workload;
using Serilog;
using Serilog.Events;

namespace Benchmarks.Micro;

/// <summary>Events to map: the six calls as RudderStack's documentation shows them, and shapes that strain a writer.</summary>
static class SampleEvents
{
    static readonly Dictionary<string, Action<ILogger>> Calls = new()
    {
        ["workload"] = static log => new OrderCompleted().Log(log, 42),
        ["identify"] = static log => Call(log, "identify")
            .ForContext("Traits", new { Name = "Alex Keener", Email = "alex@example.com", Plan = "Free", Manager = 12 }, destructureObjects: true)
            .Information("User registered"),
        ["track"] = static log => Call(log, "track").Information("Signed Up {Plan}", "Free"),
        ["page"] = static log => Call(log, "page").ForContext("Name", "Pizza").Information("{Url}", "https://dominos.com"),
        ["screen"] = static log => Call(log, "screen").ForContext("Name", "Pizza").Information("{Url}", "https://dominos.com"),
        ["group"] = static log => Call(log, "group")
            .ForContext("GroupId", "1")
            .ForContext("Traits", new Dictionary<string, object> { ["name"] = "Company", ["employees"] = 9 }, destructureObjects: true)
            .Information("Joined"),
        ["alias"] = static log => Call(log, "alias").ForContext("PreviousId", "12345").Information("Merged"),

        // Just below the limit of 32 768 bytes.
        ["large"] = static log => Call(log, "track")
            .ForContext("Properties", Enumerable.Range(0, 100).ToDictionary(static i => $"property_{i:D3}", static i => new string((char)('a' + i % 26), 300)), destructureObjects: true)
            .Information("Report Exported"),
        ["nested"] = static log => Call(log, "track").Information("Cart Viewed {@Cart}", Nest(depth: 6)),
        ["non-ASCII"] = static log => Call(log, "track").Information("订单已完成 {Produkt} {商品} {Emoji}", "Größe: Ä-ß-ü, façade", new string('汉', 200), "🛒📦🎉🛒📦🎉"),
    };

    public static IEnumerable<string> Names => Calls.Keys;

    public static LogEvent Named(string name) => CapturingSink.Capture(Calls[name]);

    static ILogger Call(ILogger log, string type) => log.ForContext("EventType", type).ForContext("UserId", "1hKOmRA4GRlm");

    static object Nest(int depth)
    {
        object inner = depth == 1 ? "leaf" : Nest(depth - 1);
        return new { ProductId = depth, UnitPrice = 9.99m * depth, Tags = (string[])["new", "sale"], Inner = inner };
    }
}
