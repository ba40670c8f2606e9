using System.Net;

namespace RudderStack.Local.Tests.Gateway;

public sealed class PagesTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    public async Task HealthIsJsonWithoutAuthentication(string path)
    {
        await using var running = await Running.StartAsync();
        Assert.Equal("UP", (await running.GetJsonAsync(path)).GetProperty("server").GetString());
    }

    [Theory]
    [InlineData("/v1/batch", "POST")]
    [InlineData("/v1/track", "POST")]
    public async Task AnotherMethodIsReferredToTheRightOne(string path, string allowed)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.GetAsync(path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal([allowed], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/v1/batch/")]
    [InlineData("/v1/batch/v1/batch")]
    [InlineData("/V1/BATCH")]
    public async Task PathsAreExact(string path)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync(path, Running.Batch("m-1"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(path, Assert.Single(running.DataPlane.Requests).Path);
    }

    [Fact]
    public async Task APreflightOfAnyOriginIsAllowed()
    {
        await using var running = await Running.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, running.DataPlane.Url + "/v1/track")
        {
            Headers =
            {
                { "Origin", "https://shop.example" },
                { "Access-Control-Request-Method", "POST" },
                { "Access-Control-Request-Headers", "authorization,content-type" },
            },
        };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("https://shop.example", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("authorization,content-type", answer.Headers.GetValues("Access-Control-Allow-Headers").Single());
    }
}
