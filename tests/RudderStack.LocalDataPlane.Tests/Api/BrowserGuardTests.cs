using System.Net;

namespace RudderStack.Local.Tests.Api;

public sealed class BrowserGuardTests
{
    const string Page = "https://evil.example";

    static readonly HttpClient Client = new();

    public static TheoryData<string, string> Endpoints => new()
    {
        { "GET", "/local/messages" },
        { "GET", "/local/events" },
        { "DELETE", "/local/messages" },
        { "DELETE", "/local/requests" },
        { "POST", "/local/faults" },
        { "DELETE", "/local/faults" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task APageOfAnotherOriginIsRefused(string method, string path)
    {
        await using var running = await Running.StartAsync();
        running.DataPlane.Faults.Add(new Fault { Status = 503, Path = "/never" });
        using var stored = await running.SendAsync("m-1");
        foreach (var headers in new (string, string)[][]
        {
            [("Origin", Page)],
            [("Origin", "null")],
            [("Origin", running.DataPlane.Url), ("Sec-Fetch-Site", "cross-site")],
            [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")],

            // Another port of this machine.
            [("Origin", "http://127.0.0.1:1"), ("Sec-Fetch-Site", "same-site")],
            [("Origin", "http://127.0.0.1:1")],
        })
        {
            using var answer = await SendAsync(running, method, path, headers);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.Equal((1, 1, 1), (running.DataPlane.Messages.Count, running.DataPlane.Requests.Count, running.DataPlane.Faults.Count));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task APreflightIsNotAnswered(string method, string path)
    {
        await using var running = await Running.StartAsync();
        using var answer = await SendAsync(running, "OPTIONS", path, ("Origin", Page), ("Access-Control-Request-Method", method));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task ItsOwnPageAndProgramsAreNot(string method, string path)
    {
        await using var running = await Running.StartAsync();
        foreach (var headers in new (string, string)[][]
        {
            [],
            [("Origin", running.DataPlane.Url)],
            [("Origin", running.DataPlane.Url), ("Sec-Fetch-Site", "same-origin")],
            [("Sec-Fetch-Site", "none")],
        })
        {
            using var answer = await SendAsync(running, method, path, headers);
            Assert.True(answer.IsSuccessStatusCode);
        }
    }

    [Theory]
    [InlineData("GET", "navigate", "document", 200)]
    [InlineData("GET", "navigate", "iframe", 403)]
    [InlineData("POST", "navigate", "document", 403)]
    [InlineData("GET", "cors", "empty", 403)]
    public async Task ALinkFromAnotherPageMayBeFollowed(string method, string mode, string destination, int status)
    {
        await using var running = await Running.StartAsync();
        using var answer = await SendAsync(
            running, method, method == "GET" ? "/" : "/local/faults",
            ("Accept", "text/html"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("localhost", 200)]
    [InlineData("dataplane", 200)]
    [InlineData("shop.localhost", 200)]
    [InlineData("host.docker.internal", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("127.0.0.1.evil.example", 403)]
    [InlineData("localhost.evil.example", 403)]
    public async Task ANameThatAnyoneCouldMakeLeadHereIsRefused(string host, int status)
    {
        await using var running = await Running.StartAsync();
        var port = new Uri(running.DataPlane.Url).Port;
        foreach (var path in new[] { "/local/messages", "/" })
        {
            using var answer = await SendAsync(running, "GET", path, ("Host", $"{host}:{port}"), ("Sec-Fetch-Site", "same-origin"), ("Accept", "text/html"));
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task EventsAreTakenFromPagesOfAnyOrigin()
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync(
            "/v1/batch", System.Text.Encoding.UTF8.GetBytes(Running.Batch("m-1")), ("Origin", Page), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    static Task<HttpResponseMessage> SendAsync(Running running, string method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), running.DataPlane.Url + path);
        if (method == "POST")
            request.Content = new StringContent("""{"status":503,"path":"/never"}""");
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Running.SoonEnough);
    }
}
