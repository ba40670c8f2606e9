using System.Text.Json;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Sinks.RudderStack.Messages;

namespace EndToEnd.Tests.Calls;

public sealed class SixCallsTests : EndToEndTest
{
    const string Shared = """
        "anonymousId":"visitor-1","channel":"server","integrations":{"All":true,"Google Analytics 4":false},
        """;

    static readonly Dictionary<string, string> Own = new()
    {
        ["identify"] = """ "traits":{"firstName":"Alex","plan":"Free"} """,
        ["track"] = """ "event":"Order {OrderId} Completed","properties":{"order_id":42,"total":99.50} """,
        ["page"] = """ "name":"Pizza","category":"Food","properties":{"url":"https://pizza.example/","name":"Pizza","category":"Food"} """,
        ["screen"] = """ "name":"Pizza","category":"Food","properties":{"url":"https://pizza.example/","name":"Pizza","category":"Food"} """,
        ["group"] = """ "groupId":"group-1","traits":{"firstName":"Alex","plan":"Free"} """,
        ["alias"] = """ "previousId":"former-1","traits":{"firstName":"Alex","plan":"Free"} """,
    };

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task AllArriveInOrderWithTheirFields(bool byHelpers, bool plain)
    {
        var log = CreateLogger(options => options.DisableGzip = plain);

        Action<ILogger> logAll = byHelpers ? CallSamples.LogByHelpers : CallSamples.LogByProperties;
        logAll(log);
        var statistics = await FlushAsync();

        Assert.Equal(6, statistics.Delivered);
        Assert.Equal(CallSamples.Types, Stored("type"));
        Assert.All(DataPlane.Messages, AssertGolden);
        var request = Assert.Single(DataPlane.Requests);
        Assert.Equal("/v1/batch", request.Path);
        Assert.Equal(plain ? null : "gzip", request.Headers.GetValueOrDefault("Content-Encoding"));
        Assert.Equal(plain, request.WireBytes == request.BodyBytes);
        Assert.Equal($"Serilog.Sinks.RudderStack/{Library.Version}", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task HelpersGiveTheSameBytesAsProperties()
    {
        var log = CreateLogger(options => options.DisableGzip = true);

        CallSamples.LogByHelpers(log);
        await FlushAsync();
        CallSamples.LogByProperties(log);
        await FlushAsync();

        Assert.Equal(2, DataPlane.Requests.Count);
        Assert.Equal(WithoutSentAt(DataPlane.Requests[0].BodyText!), WithoutSentAt(DataPlane.Requests[1].BodyText!));
    }

    [Fact]
    public async Task OrdinaryEventsStayAtHome()
    {
        var log = CreateLogger();

        log.Information("The kitchen is closed");
        log.ForContext("EventType", 0xA1B2C3D4u).Information("Hashed");
        log.ForContext("EventType", "a1b2c3d4").Information("Hashed, as text");
        log.ForContext("EventType", unchecked((int)0xA1B2C3D4)).Information("Hashed, as int");
        log.ForContext("EventType", null).Information("Null");
        log.ForContext("EventType", new { track = 1 }, destructureObjects: true).Information("An object");
        var statistics = await FlushAsync();

        Assert.Equal(0, statistics.Accepted);
        Assert.Empty(DataPlane.Requests);
        Assert.Empty(Reported.Lines);
    }

    static string WithoutSentAt(string body) => System.Text.RegularExpressions.Regex.Replace(body, "\"sentAt\":\"[^\"]*\"", "\"sentAt\":\"\"");

    static void AssertGolden(JsonElement stored)
    {
        var actual = JsonNode.Parse(stored.GetRawText())!.AsObject();
        var type = actual["type"]!.GetValue<string>();
        var expected = JsonNode.Parse("{" + Shared + Own[type] + "}")!.AsObject();
        expected["type"] = type;
        expected["userId"] = "user-1";
        expected["messageId"] = CallSamples.MessageId;
        expected["originalTimestamp"] = "2024-05-06T07:08:09.010Z";
        expected["context"] = JsonNode.Parse("""{"userAgent":"test","app":{"name":"Shop"},"library":{"name":"Serilog.Sinks.RudderStack"}}""");

        Assert.Equal(Library.Version, actual["context"]!["library"]!["version"]!.GetValue<string>());
        actual["context"]!["library"]!.AsObject().Remove("version");
        foreach (var time in new[] { "sentAt", "timestamp", "receivedAt" })
            actual.Remove(time);

        // Written by the gateway.
        actual.Remove("rudderId");
        actual.Remove("request_ip");
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}, but was {actual.ToJsonString()}");
    }
}
