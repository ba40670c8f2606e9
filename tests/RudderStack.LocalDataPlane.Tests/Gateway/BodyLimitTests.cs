using System.Net;
using System.Text;

namespace RudderStack.Local.Tests.Gateway;

/// <summary>What a body may cost before it is refused.</summary>
public sealed class BodyLimitTests
{
    /// <summary>Four times what the gateway takes.</summary>
    const int MostRead = 4 * 4000 * 1024;

    [Theory]
    [InlineData(MostRead - 1, false, "invalid json\n")]
    [InlineData(MostRead, false, "invalid json\n")]
    [InlineData(MostRead + 1, false, "request size exceeds max limit\n")]
    [InlineData(MostRead - 1, true, "invalid json\n")]
    [InlineData(MostRead, true, "invalid json\n")]
    [InlineData(MostRead + 1, true, "request size exceeds max limit\n")]
    [InlineData(300_000_000, true, "request size exceeds max limit\n")]
    public async Task ABodyIsReadUpToALimit(int length, bool isZipped, string answered)
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { KeepBodies = true });
        using var answer = isZipped
            ? await running.PostAsync("/v1/batch", GzipBytes.OfZeros(length), ("Content-Encoding", "gzip"))
            : await running.PostAsync("/v1/batch", new byte[length]);
        Assert.Equal(answered, await answer.Content.ReadAsStringAsync());
        var request = Assert.Single(running.DataPlane.Requests);
        Assert.Equal(length > MostRead ? 0 : length, request.BodyBytes);
        Assert.Equal(length > MostRead ? null : length, request.Body?.Length);
        Assert.Equal(isZipped ? GzipBytes.OfZeros(length).Length : length, request.WireBytes);
    }

    [Theory]
    [InlineData("Basic d3Jvbmc6", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("Basic b2ZmOg==", HttpStatusCode.NotFound)]
    public async Task ABodyIsNotInflatedForAKeyThatIsRefused(string authorization, HttpStatusCode status)
    {
        await using var running = await Running.StartAsync(new LocalDataPlaneOptions { KeepBodies = true, DisabledWriteKeys = ["off"] });
        using var client = new HttpClient();
        var body = GzipBytes.OfZeros(1_000_000);
        using var request = new HttpRequestMessage(HttpMethod.Post, running.DataPlane.Url + "/v1/batch") { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");
        using var answer = await client.SendAsync(request, Running.SoonEnough);

        Assert.Equal(status, answer.StatusCode);
        var logged = Assert.Single(running.DataPlane.Requests);
        Assert.Equal((body.Length, 0, null), (logged.WireBytes, logged.BodyBytes, logged.Body));
    }

    [Theory]
    [InlineData(500 * 1024, HttpStatusCode.OK)]
    [InlineData(520 * 1024, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task HeadersOfMoreThan512KilobytesAreRefused(int length, HttpStatusCode status)
    {
        await using var running = await Running.StartAsync();
        using var answer = await running.PostAsync("/v1/batch", Encoding.UTF8.GetBytes(Running.Batch("m-1")), ("X-Long", new string('x', length)));
        Assert.Equal(status, answer.StatusCode);
    }
}
