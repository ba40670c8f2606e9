using System.Text.RegularExpressions;
using RudderStack.Local.Tool;

namespace RudderStack.Local.Tests.Command;

public sealed partial class LocalDataPlaneCommandTests
{
    [Fact]
    public async Task ServesAndReportsUntilStopped()
    {
        using var output = new LineWriter();
        using var error = new LineWriter();
        using var stop = new CancellationTokenSource();
        var running = LocalDataPlaneCommand.RunAsync(["--urls", "http://127.0.0.1:0", "--write-key", "KEY"], output, error, stop.Token);

        var start = StartLine().Match(await output.NextAsync());
        Assert.True(start.Success);
        Assert.Equal(start.Groups["url"].Value + "/", start.Groups["page"].Value);
        using var client = new HttpClient();
        using var accepted = await client.SendAsync(Post(start.Groups["url"].Value, "Basic S0VZOg=="));
        Assert.Matches("^[0-9:]{8} POST /v1/batch 200, [0-9]+ bytes, 1 stored\r?\n  track     Order Completed  u-1$", await output.NextAsync());
        using var refused = await client.SendAsync(Post(start.Groups["url"].Value, "Basic Tk86"));
        Assert.Matches("^[0-9:]{8} POST /v1/batch 401 invalid write key, [0-9]+ bytes$", await output.NextAsync());

        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task ServesUnderTheConditionsAskedFor()
    {
        using var output = new LineWriter();
        using var error = new LineWriter();
        using var stop = new CancellationTokenSource();
        var running = LocalDataPlaneCommand.RunAsync(
            ["--urls", "http://127.0.0.1:0", "--write-key", "KEY", "--store-error", "disk full"], output, error, stop.Token);
        var url = StartLine().Match(await output.NextAsync()).Groups["url"].Value;
        using var client = new HttpClient();
        using var answer = await client.SendAsync(Post(url, "Basic S0VZOg=="));
        Assert.Equal("disk full\n", await answer.Content.ReadAsStringAsync());
        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task WrongArgumentsGiveTheUsageAndExitCode2()
    {
        using var output = new LineWriter();
        using var error = new LineWriter();
        Assert.Equal(2, await LocalDataPlaneCommand.RunAsync(["--nonsense"], output, error, CancellationToken.None));
        var text = await error.NextAsync();
        Assert.StartsWith("\"--nonsense\" is not known.", text, StringComparison.Ordinal);
        Assert.Contains("--disabled-write-key", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelpGivesTheUsageAndExitCode0()
    {
        using var output = new LineWriter();
        using var error = new LineWriter();
        Assert.Equal(0, await LocalDataPlaneCommand.RunAsync(["--help"], output, error, CancellationToken.None));
        Assert.Contains("--disabled-write-key", await output.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATakenPortGivesOneLineAndExitCode1()
    {
        await using var other = await Running.StartAsync();
        using var output = new LineWriter();
        using var error = new LineWriter();
        Assert.Equal(1, await LocalDataPlaneCommand.RunAsync(["--urls", other.DataPlane.Url], output, error, CancellationToken.None));
        var line = await error.NextAsync();
        Assert.Contains(other.DataPlane.Url, line, StringComparison.Ordinal);
        Assert.Contains("address already in use", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    static HttpRequestMessage Post(string url, string authorization) => new(HttpMethod.Post, url + "/v1/batch")
    {
        Content = new StringContent("""{"batch":[{"type":"track","event":"Order \u001bCompleted","userId":"u-1"}]}"""),
        Headers = { { "Authorization", authorization } },
    };

    [GeneratedRegex("^Local data plane on (?<url>http://127\\.0\\.0\\.1:[0-9]+), write key \"KEY\".*\\r?\\nLive events, in a browser: (?<page>.+)$")]
    private static partial Regex StartLine();
}
