using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Serilog.AspNetCore.RudderStack.Tests.Support;

namespace Serilog.AspNetCore.RudderStack.Tests;

public sealed class OwnContextTests
{
    // What an event gives as its context, and what is sent: the request says 127.0.0.1, Browser, /cart and https://www.example/.
    public static TheoryData<string, object?, string> Contexts => new()
    {
        { "nothing", null, """{"ip":"127.0.0.1","userAgent":"Browser","page":{"path":"/cart","referrer":"https://www.example/"}}""" },
        {
            "further members",
            new { Locale = "de-DE", App = new { Name = "Shop" } },
            """{"locale":"de-DE","app":{"name":"Shop"},"ip":"127.0.0.1","userAgent":"Browser","page":{"path":"/cart","referrer":"https://www.example/"}}"""
        },
        {
            "C# spelling",
            new { UserAgent = "Robot", IP = "192.0.2.1", Page = new { Path = "/own", Title = "Own" } },
            """{"userAgent":"Robot","ip":"192.0.2.1","page":{"path":"/own","title":"Own","referrer":"https://www.example/"}}"""
        },
        {
            "a dictionary",
            new Dictionary<string, object> { ["ip"] = "192.0.2.1", ["page"] = new Dictionary<string, object> { ["referrer"] = "own" }, ["My_Key"] = 1 },
            """{"ip":"192.0.2.1","page":{"referrer":"own","path":"/cart"},"My_Key":1,"userAgent":"Browser"}"""
        },
        {
            "an object in a dictionary",
            new Dictionary<string, object> { ["page"] = new { Referrer = "own" } },
            """{"page":{"referrer":"own","path":"/cart"},"ip":"127.0.0.1","userAgent":"Browser"}"""
        },
        {
            "pairs",
            new SortedDictionary<string, object> { ["ip"] = "192.0.2.1", ["page"] = new SortedDictionary<string, object> { ["Path"] = "own" } }.Reverse(),
            """{"page":{"Path":"own","referrer":"https://www.example/"},"ip":"192.0.2.1","userAgent":"Browser"}"""
        },
        {
            "null members",
            new { Ip = (string?)null, Page = (object?)null },
            """{"ip":null,"page":null,"userAgent":"Browser"}"""
        },
        { "a page that is no object", new { Page = "/own" }, """{"page":"/own","ip":"127.0.0.1","userAgent":"Browser"}""" },
        { "an empty object", new { }, """{"ip":"127.0.0.1","userAgent":"Browser","page":{"path":"/cart","referrer":"https://www.example/"}}""" },
        { "an empty list", Array.Empty<int>(), """{"ip":"127.0.0.1","userAgent":"Browser","page":{"path":"/cart","referrer":"https://www.example/"}}""" },
        {
            "types of ASP.NET Core",
            new { Page = new { Path = new PathString("/own"), Tags = new StringValues(["a", "b"]) }, Locale = new StringValues("de-DE"), Empty = default(StringValues) },
            """{"page":{"path":"/own","tags":["a","b"],"referrer":"https://www.example/"},"locale":"de-DE","ip":"127.0.0.1","userAgent":"Browser"}"""
        },
        {
            "JSON",
            new System.Text.Json.Nodes.JsonObject { ["page"] = new System.Text.Json.Nodes.JsonObject { ["path"] = "/own" } },
            """{"page":{"path":"/own","referrer":"https://www.example/"},"ip":"127.0.0.1","userAgent":"Browser"}"""
        },
        { "an empty page", new { Page = new { } }, """{"page":{"path":"/cart","referrer":"https://www.example/"},"ip":"127.0.0.1","userAgent":"Browser"}""" },
    };

    [Theory]
    [MemberData(nameof(Contexts))]
    public async Task TheContextOfTheEventLiesOverThatOfTheRequest(string form, object? context, string expected)
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(
            log => log.Track("user-1", "Asked", context: context), "/cart", ("User-Agent", "Browser"), ("Referer", "https://www.example/"));

        Assert.Equal((form, expected), (form, message.Context()));
    }

    [Fact]
    public async Task APropertyThatDiffersInCaseIsTheEventsContext()
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(
            log => log.ForContext("EventType", "track").ForContext("UserId", "user-1").ForContext("context", new { Locale = "de" }, destructureObjects: true).Information("Asked"),
            "/cart");

        Assert.Equal(("""{"locale":"de","ip":"127.0.0.1","page":{"path":"/cart"}}""", null), (message.Context(), message.At("properties")));
    }

    [Fact]
    public async Task AContextThatIsNoObjectStaysWhatItIs()
    {
        await using var site = await Site.StartAsync();

        var message = await site.MessageAsync(log => log.ForContext("EventType", "track").ForContext("Context", "text").Information("Asked"), "/cart", ("Cookie", "rl_user_id=user-1"));

        Assert.Equal(("{}", """{"context":"text"}""", "user-1"), (message.Context(), message.At("properties"), message.At("userId")));
    }

    [Fact]
    public async Task TheDefaultContextLiesBelow()
    {
        await using var site = await Site.StartAsync(sink: options =>
            options.DefaultContext = new Dictionary<string, object?> { ["app.name"] = "Shop", ["ip"] = "0.0.0.0", ["page.path"] = "/default", ["page.title"] = "Default" });

        var message = await site.MessageAsync(log => log.Track("user-1", "Asked", context: new { Page = new { Search = "?q" } }), "/cart");

        Assert.Equal("""{"app":{"name":"Shop"},"ip":"127.0.0.1","page":{"path":"/cart","title":"Default","search":"?q"}}""", message.Context());
    }
}
