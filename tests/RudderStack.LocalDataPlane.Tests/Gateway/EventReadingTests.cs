using System.Net;
using System.Text;
using System.Text.Json;
using RudderStack.Local.Gateway;

namespace RudderStack.Local.Tests.Gateway;

/// <summary>What the cases of gateway-cases.json leave out of the evidence.</summary>
public sealed class EventReadingTests
{
    [Theory]
    [InlineData("""{"a":1,"a":2,"b":{"c":1,"c":[{"d":1}],"e":2}}""", """{"a":1,"b":{"c":1,"e":2}}""")]
    [InlineData("""{"\u0061":1,"a":2}""", """{"a":1}""")]
    [InlineData("""[1.0,1e3,-0,01e0]""", null)]
    [InlineData("""[1.0,1e3,-0,9007199254740993,123456789012345678901234567890]""", """[1,1000,-0,9007199254740992,1.2345678901234568e+29]""")]
    [InlineData("""["\ud83d\ude00","\ud83d","\ud83dx\n"]""", """["😀","�","�x\n"]""")]
    [InlineData("""["\ud800\"\\\/\b\f\n\r\t\u00e9"]""", """["�\"\\/\b\f\n\r\té"]""")]
    [InlineData("""[true,false,null,"",{},[]]""", """[true,false,null,"",{},[]]""")]
    [InlineData("\"raw \t tab\"", null)]
    public async Task ValuesAreStoredAsGoReadsThem(string sent, string? stored)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/batch", $$"""{"batch":[{"userId":"u","properties":{{sent}}}]}""");
        if (stored is null)
        {
            Assert.Equal("invalid json\n", await answer.Content.ReadAsStringAsync());
            return;
        }

        var properties = Assert.Single(running.DataPlane.Messages).GetProperty("properties");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(stored), properties), properties.GetRawText());
    }

    [Fact]
    public async Task BrokenUtf8BecomesReplacementCharacters()
    {
        await using var running = await Running.StartAsync();
        byte[] body = [.. """{"batch":[{"userId":"u","event":"a"""u8, 0xFF, .. "\"}]}"u8];
        using var answer = await running.PostAsync("/v1/batch", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("a\uFFFD", Assert.Single(running.DataPlane.Messages).GetProperty("event").GetString());
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(GatewayJson.MaxDepth - 1, true)]
    [InlineData(GatewayJson.MaxDepth, true)]
    [InlineData(GatewayJson.MaxDepth + 1, false)]
    [InlineData(600_000, false)]
    public async Task DepthHasALimit(int levels, bool isTaken)
    {
        // The body, its batch and the event are levels, too.
        var nested = Nested(levels - 3);
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/batch", $$"""{"batch":[{"userId":"u","properties":{{nested}}}]}""");
        Assert.Equal(isTaken ? "ok" : "invalid json\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal(isTaken ? [nested] : [], running.DataPlane.Messages.Select(message => message.GetProperty("properties").GetRawText()));
    }

    static string Nested(int levels)
    {
        var text = new StringBuilder();
        for (var level = 0; level < levels; level++)
            text.Append(level % 2 == 0 ? "{\"a\":" : "[");
        text.Append('0');
        for (var level = levels - 1; level >= 0; level--)
            text.Append(level % 2 == 0 ? '}' : ']');
        return text.ToString();
    }

    [Theory]
    [InlineData("""{"batch":[{"userId":"u","n":1e400}]}""", 400, "invalid json\n")]
    [InlineData("""{"batch":[{"userId":"u","n":1e400},{}]}""", 400, "request neither has anonymousId nor userId\n")]
    [InlineData("""{"batch":null,"batch":[{"userId":"u"}]}""", 400, "empty batch payload\n")]
    [InlineData("""{"x":{"batch":[{"userId":"u"}]}}""", 400, "empty batch payload\n")]
    [InlineData("""{"b\u0061tch":[{"userId":"u"}]}""", 200, "ok")]
    [InlineData("""{"batch":[{"userId":0},{"userId":false},{"userId":{}},{"anonymousId":"a"},{"type":"extract"}]}""", 200, "ok")]
    [InlineData("""{"batch":[{"type":"Record"}]}""", 400, "request neither has anonymousId nor userId\n")]
    [InlineData("""{"batch":[{"userId":"\u034f\u3164\u00ad\u2028\ue000"}]}""", 400, "request neither has anonymousId nor userId\n")]
    [InlineData("5", 400, "empty batch payload\n")]
    [InlineData("  {\"batch\" : [ {\"userId\":\"u\"} ] }\r\n\t ", 200, "ok")]
    public async Task TheFirstFailingCheckAnswers(string body, int status, string text)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/batch", body);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200, running.DataPlane.Count > 0);
    }

    [Theory]
    [InlineData("null", "request neither has anonymousId nor userId\n")]
    [InlineData("\"x\"", "event is not a valid rudder event\n")]
    [InlineData("{\"type\":\"record\"}", "request neither has anonymousId nor userId\n")]
    public async Task ASingleEndpointWantsAnEvent(string body, string text)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/track", body);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task AnEventsRequestIpLeaksToTheRestOfItsBatch()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync(
            "/v1/batch",
            Encoding.UTF8.GetBytes("""{"batch":[{"userId":"1"},{"userId":"2","request_ip":"9.9.9.9"},{"userId":"3"},{"userId":"4","request_ip":5},{"userId":"5"}]}"""));
        Assert.Equal(
            ["127.0.0.1", "9.9.9.9", "9.9.9.9", "5", ""],
            running.DataPlane.Messages.Select(message => message.GetProperty("request_ip").ToString()));
    }

    [Fact]
    public async Task ARudderIdIsOverwrittenAndSeesTrimmedIds()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/batch", """{"batch":[{"rudderId":"mine","userId":" u-1\u200b "}]}""");
        var message = Assert.Single(running.DataPlane.Messages);
        Assert.Equal("b421bc08-5bfb-4dfd-805a-58dcb94a1115", message.GetProperty("rudderId").GetString());
        Assert.Equal(" u-1\u200b ", message.GetProperty("userId").GetString());
    }

    [Theory]
    [InlineData("""{"userId":"u","type":"audiencelist"}""", 200)]
    [InlineData("""{"userId":"u","type":"track"}""", 413)]
    public async Task AnAudienceListLiftsTheSizeLimit(string extra, int status)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/batch", $$"""{"batch":[{"userId":"u","p":"{{new string('a', 4_096_000)}}"},{{extra}}]}""");
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"userId":"u","context":{"sources":{"job_run_id":"r"}}}""", 200)]
    [InlineData("""{"userId":"u","context":{"sources":{"job_run_id":""}}}""", 429)]
    [InlineData("""{"userId":"u","context":{"sources":"r"}}""", 429)]
    [InlineData("""{"userId":"u"},{"userId":"u","context":{"sources":{"job_run_id":"r"}}}""", 429)]
    public async Task TheFirstEventsRunLiftsTheRateLimit(string events, int status)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.RateLimitReached = true;
        using var answer = await running.PostAsync("/v1/batch", $$"""{"batch":[{{events}}]}""");
        Assert.Equal(status, (int)answer.StatusCode);
    }
}
