using RudderStack.Local;

namespace EndToEnd.Tests.Samples;

/// <summary>The samples as a newcomer runs them.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Names => ["Quickstart", "AppSettings"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendsTheSixCallsToALocalDataPlane(string sample)
    {
        var run = await SampleRun.StartAsync(sample);

        Assert.Equal(("delivered 6, dropped 0", 0), (run.LastLine, run.ExitCode));
        foreach (var type in new[] { "identify", "track", "page", "screen", "group", "alias" })
            Assert.Contains($"\"type\": \"{type}\"", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Errors);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendsToTheDataPlaneThatTheEnvironmentNames(string sample)
    {
        await using var dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { WriteKeys = ["another-key"] });
        var run = await SampleRun.StartAsync(sample, ("RUDDERSTACK_WRITE_KEY", "another-key"), ("RUDDERSTACK_DATA_PLANE_URL", dataPlane.Url));

        Assert.Equal(("delivered 6, dropped 0", 0), (run.LastLine, run.ExitCode));
        Assert.Equal(6, dataPlane.Count);
    }

    // Both at once, since each waits for its limit.
    [Fact]
    public async Task EndsWithTheReasonWhenTheKeyIsWrong()
    {
        await using var dataPlane = await LocalDataPlane.StartAsync();
        var runs = await Task.WhenAll(new[] { "Quickstart", "AppSettings" }.Select(sample =>
            SampleRun.StartAsync(sample, ("RUDDERSTACK_WRITE_KEY", "wrong-key"), ("RUDDERSTACK_DATA_PLANE_URL", dataPlane.Url))));

        Assert.All(runs, run =>
        {
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("401", run.Errors, StringComparison.Ordinal);
            Assert.Contains("The write key was refused", run.Errors, StringComparison.Ordinal);
            Assert.Contains("Not delivered within 5 seconds", run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-key", run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        });
        Assert.Equal(0, dataPlane.Count);
    }
}
