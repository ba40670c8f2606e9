using System.Net;

namespace RudderStack.Local.Tests.Api;

public sealed class LocalApiTests
{
    const string FaultsPath = "/local/faults";
    const string MessagesPath = "/local/messages";

    [Theory]
    [InlineData("", new[] { "1", "2", "3", "4" })]
    [InlineData("?type=track", new[] { "1", "3", "4" })]
    [InlineData("?userId=u-2", new[] { "3" })]
    [InlineData("?userId=7", new[] { "4" })]
    [InlineData("?type=identify&userId=u-1", new[] { "2" })]
    [InlineData("?type=page", new string[0])]
    public async Task MessagesAreShownInOrder(string query, string[] ids)
    {
        await using var running = await Running.StartAsync();
        using var stored = await running.PostAsync("/v1/batch", """
            {"batch":[
                {"type":"track","userId":"u-1","messageId":"1"},
                {"type":"identify","userId":"u-1","messageId":"2"},
                {"type":"track","userId":"u-2","messageId":"3"},
                {"type":"track","userId":7,"messageId":"4"}]}
            """);
        var shown = await running.GetJsonAsync(MessagesPath + query);
        Assert.Equal(ids, shown.EnumerateArray().Select(message => message.GetProperty("messageId").GetString()));
    }

    [Fact]
    public async Task MessagesCanBeForgotten()
    {
        await using var running = await Running.StartAsync();
        using var stored = await running.SendAsync("m-1");
        using var deleted = await running.DeleteAsync(MessagesPath);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(0, (await running.GetJsonAsync(MessagesPath)).GetArrayLength());
    }

    [Fact]
    public async Task AFaultHoldsForAsManyRequestsAsOrdered()
    {
        await using var running = await Running.StartAsync();
        await OrderAsync(running, """{"times":2,"status":503,"headers":{"Retry-After":"2"},"body":"later"}""");
        for (var i = 0; i < 2; i++)
        {
            using var failed = await running.SendAsync("m-1");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(2), failed.Headers.RetryAfter?.Delta);
            Assert.Equal("later", await failed.Content.ReadAsStringAsync());
        }

        using var answer = await running.SendAsync("m-1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"cut":true}""", false)]
    [InlineData("""{"cut":"beforeReading","times":1}""", false)]
    [InlineData("""{"cut":true,"store":true}""", true)]
    [InlineData("""{"cut":"afterStoring"}""", true)]
    [InlineData("""{"cut":"inAnswer"}""", true)]
    public async Task ACutCanBeOrdered(string order, bool isStored)
    {
        await using var running = await Running.StartAsync();
        await OrderAsync(running, order);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var answer = await running.SendAsync("m-1");
            await answer.Content.ReadAsStringAsync();
        });
        Assert.Equal(isStored ? 1 : 0, running.DataPlane.Count);
    }

    [Fact]
    public async Task AFaultCanBeOrderedForSomeMessagesUntilDeleted()
    {
        await using var running = await Running.StartAsync();
        await OrderAsync(running, """{"times":0,"status":400,"store":true,"delay":"00:00:00.001","whenMessage":{"messageId":"bad"}}""");
        foreach (var (id, status) in new[] { ("good", 200), ("bad", 400), ("bad", 400) })
        {
            using var answer = await running.SendAsync(id);
            Assert.Equal(status, (int)answer.StatusCode);
        }

        using var deleted = await running.DeleteAsync(FaultsPath);
        using var healed = await running.SendAsync("bad");
        Assert.Equal(HttpStatusCode.OK, healed.StatusCode);
        Assert.Equal(["good", "bad", "bad", "bad"], running.StoredIds());
    }

    [Theory]
    [InlineData("""{"times":0,"status":413,"whenBodyOver":100}""", 413)]
    [InlineData("""{"times":0,"status":413,"whenBodyOver":1000}""", 200)]
    [InlineData("""{"times":0,"status":403,"whenBodyHolds":"m-1"}""", 403)]
    [InlineData("""{"times":0,"status":403,"whenBodyHolds":"m-2"}""", 200)]
    public async Task AFaultCanBeOrderedForSomeBodies(string order, int status)
    {
        await using var running = await Running.StartAsync();
        await OrderAsync(running, order);
        using var answer = await running.SendAsync("m-1", "m-" + new string('x', 100));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(-1, 204)]
    [InlineData(0, 204)]
    [InlineData(1, 413)]
    [InlineData(20_000_000, 413)]
    public async Task AnOrderIsReadUpToAMegabyte(int over, int status)
    {
        const string Order = """{"status":503}""";
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync(FaultsPath, Order + new string(' ', (1024 * 1024) - Order.Length + over));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task TheNodeCountCanBeOrderedAndTakenBack()
    {
        await using var running = await Running.StartAsync();
        await OrderAsync(running, """{"nodeCount":2}""");
        Assert.Equal(2, running.DataPlane.NodeCount);
        Assert.Equal(0, running.DataPlane.Faults.Count);
        await OrderAsync(running, """{"nodeCount":0}""");
        Assert.Null(running.DataPlane.NodeCount);
        await OrderAsync(running, """{"nodeCount":5}""");
        using var deleted = await running.DeleteAsync(FaultsPath);
        Assert.Null(running.DataPlane.NodeCount);
    }

    [Fact]
    public async Task HangAndPathCanBeOrdered()
    {
        await using var running = await Running.StartAsync();
        await OrderAsync(running, """{"hang":true,"path":"/v1/track"}""");
        using var batch = await running.SendAsync("m-1");
        var waiting = running.PostAsync("/v1/track", """{"userId":"u"}""");
        await Eventually.IsTrueAsync(() => running.DataPlane.Requests.Count == 2);
        Assert.False(waiting.IsCompleted);
        await running.DataPlane.StopListeningAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
    }

    [Theory]
    [InlineData("", "no JSON object")]
    [InlineData("{", "no JSON object")]
    [InlineData("null", "asks for nothing")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{}", "asks for nothing")]
    [InlineData("""{"status":"503"}""", "\"status\"")]
    [InlineData("""{"status":99}""", "Status must be between")]
    [InlineData("""{"statuss":503}""", "\"statuss\"")]
    [InlineData("""{"status":503,"delay":"30"}""", "\"delay\"")]
    [InlineData("""{"status":503,"headers":["x"]}""", "\"headers\"")]
    [InlineData("""{"cut":"sometimes"}""", "\"cut\"")]
    [InlineData("""{"cut":7}""", "\"cut\"")]
    [InlineData("""{"status":503,"whenMessage":"x"}""", "\"whenMessage\"")]
    [InlineData("""{"nodeCount":-1}""", "\"nodeCount\"")]
    [InlineData("""{"times":-1,"status":503}""", "Times must be at least 1")]
    public async Task AnOrderThatMakesNoSenseIsExplained(string order, string explanation)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync(FaultsPath, order);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(explanation, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, running.DataPlane.Faults.Count);
        Assert.Null(running.DataPlane.NodeCount);
    }

    [Fact]
    public async Task UnknownLocalPathsListTheKnownOnes()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.GetAsync("/local/message");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("/local/messages", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalRequestsAreNotInTheLog()
    {
        await using var running = await Running.StartAsync();
        await running.GetJsonAsync(MessagesPath);
        Assert.Empty(running.DataPlane.Requests);
    }

    static async Task OrderAsync(Running running, string order)
    {
        using var answer = await running.PostAsync(FaultsPath, order);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
