using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using Serilog;

namespace EndToEnd.Tests.Documentation;

/// <summary>The first page: short, and what it shows is what a newcomer sees.</summary>
public sealed partial class FirstPageTests : EndToEndTest
{
    const int TwoScreens = 140;

    // As many as the code on the page logs.
    const int Messages = 2;

    readonly ConcurrentQueue<string> _reports = new();

    [Fact]
    public void FitsOnTwoScreens() => Assert.InRange(Readme.FirstPage.Text.Split('\n').Length, 0, TwoScreens);

    [Fact]
    public async Task ItsCodeSends()
    {
        var snippet = Assert.Single(Readme.FirstPage.Snippets);

        WithoutCallbacks();
        await ReadmeCode.RunAsync(snippet.With(snippet.Code
            .Replace("WRITE_KEY", WriteKey, StringComparison.Ordinal)
            .Replace("https://your-data-plane.example", DataPlane.Url, StringComparison.Ordinal)));

        Assert.Equal(["identify", "track"], Stored("type"));
        var properties = Sent()[1].GetProperty("properties").GetRawText();
        Assert.Contains(properties, Readme.FirstPage.Text.Replace(": ", ":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public Task ShowsTheReportOfAWrongKey() => ShowsTheReportAsync("answered 401", "wrong-key", DataPlane.Url);

    [Fact]
    public Task ShowsTheReportOfADataPlaneThatIsNotRunning() => ShowsTheReportAsync("nothing listens", WriteKey, "http://127.0.0.1:1");

    async Task ShowsTheReportAsync(string what, string key, string url)
    {
        var shown = Readme.FirstPage.Blocks("text").Single(block => block.Code.Contains(what, StringComparison.Ordinal)).Code;
        var logger = CreateLogger(options =>
        {
            options.RetryAfter = null;
            options.BatchSize = Messages;
            options.OnReport = report => _reports.Enqueue(report.Text);
        }, url: url, key: key);

        for (var i = 0; i < Messages; i++)
            logger.Track("user-1", "Order Completed");
        await SoonEnough.IsTrueAsync(() => !_reports.IsEmpty);

        Assert.Equal(WithoutWhatDiffers(shown.TrimEnd()), WithoutWhatDiffers("RudderStack: " + _reports.First()));
    }

    static string WithoutWhatDiffers(string report) => Guid().Replace(LocalPort().Replace(report, "127.0.0.1:port"), "id");

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex LocalPort();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guid();
}
