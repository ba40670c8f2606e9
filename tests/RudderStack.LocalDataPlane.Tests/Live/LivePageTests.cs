using System.Net;
using System.Text.RegularExpressions;

namespace RudderStack.Local.Tests.Live;

public sealed partial class LivePageTests
{
    static readonly HttpClient Client = new();

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    public async Task WhoAsksForHtmlGetsThePage(string accept)
    {
        await using var running = await Running.StartAsync();
        using var answer = await GetAsync(running, "/", accept);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("<!doctype html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(running.DataPlane.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("text/html;q=0")]
    [InlineData(";;;")]
    public async Task OthersGetTheGatewaysOwnAnswer(string? accept)
    {
        await using var running = await Running.StartAsync();
        using var answer = await GetAsync(running, "/", accept);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("/", Assert.Single(running.DataPlane.Requests).Path);
    }

    [Fact]
    public async Task ThePageMayRunAndLoadNothingButItsOwnFiles()
    {
        await using var running = await Running.StartAsync();
        using var answer = await GetAsync(running, "/", "text/html");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single().Split("; ");
        Assert.Equal(
            [
                "base-uri 'none'", "connect-src 'self'", "default-src 'none'", "form-action 'none'", "frame-ancestors 'none'",
                "img-src 'self'", "require-trusted-types-for 'script'", "script-src 'self'", "style-src 'self'", "trusted-types 'none'",
            ],
            policy.Order(StringComparer.Ordinal));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
    }

    [Fact]
    public async Task EveryFileOfThePageIsThere()
    {
        await using var running = await Running.StartAsync();
        var pending = new Queue<string>(["/"]);
        var seen = new Dictionary<string, string>();
        while (pending.TryDequeue(out var path))
        {
            if (seen.ContainsKey(path))
                continue;
            using var answer = await GetAsync(running, path, "text/html, */*");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            seen.Add(path, answer.Content.Headers.ContentType!.MediaType!);
            var text = await answer.Content.ReadAsStringAsync();
            foreach (Match match in Reference().Matches(text))
                pending.Enqueue("/local/live/" + match.Groups["name"].Value);
        }

        Assert.Equal(
            ["image/svg+xml", "text/css", "text/html", .. Enumerable.Repeat("text/javascript", 9)],
            seen.Values.Order(StringComparer.Ordinal));
    }

    static async Task<HttpResponseMessage> GetAsync(Running running, string path, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, running.DataPlane.Url + path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Client.SendAsync(request, Running.SoonEnough);
    }

    [GeneratedRegex("""(?:local/live/|'\./)(?<name>[\w.-]+)""")]
    private static partial Regex Reference();
}
