using System.Diagnostics;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using TestedFramework;

namespace EndToEnd.Tests.Http;

public sealed class ConnectionTests : EndToEndTest
{
    [Fact]
    public async Task AThousandBatchesNeedAtMostTwoConnections()
    {
        var log = CreateLogger(options => options.BatchSize = 1);
        for (var i = 0; i < 1_000; i++)
            log.LogTrack("Posted");
        await FlushAsync();

        Assert.Equal(1_000, DataPlane.Requests.Count);
        Assert.InRange(DataPlane.Requests.Select(request => request.ConnectionId).Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task RequestsAreNeitherTracedNorCarryATrace()
    {
        // The runtime's sources of connection set-up (Experimental.System.Net.*) are outside the sink's reach: they are
        // spans of the pool, started for whichever request opens a connection, and off unless asked for by name.
        var started = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => !source.Name.StartsWith("Experimental.", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                // The data plane's own span, since it runs in this process.
                if (activity.Source.Name == "Microsoft.AspNetCore")
                    return;
                lock (started)
                    started.Add(activity.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("Host");
        using var hostActivity = source.StartActivity("host's work")!;
        hostActivity.AddBaggage("shop", "1");

        CreateLogger().LogTrack("Untraced");
        await FlushAsync();
        WithoutCallbacks();
        Keep(new LoggerConfiguration().AuditTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger()).LogTrack("Untraced, too");

        // HttpClientHandler of netstandard2.0 has no switch for it; the programs that it is for have no such tracing, or .NET 5 to 7.
        string[] ofRequests = Tested.Expect<string[]>(ordinarily: [], onNetStandard: ["System.Net.Http.HttpRequestOut", "System.Net.Http.HttpRequestOut"]);
        Assert.Equal(["host's work", .. ofRequests], started);
        Assert.Equal(2, DataPlane.Requests.Count);
        string[] ofTracing = ["traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id"];
        Assert.Equal(Tested.Expect<string[]>(ordinarily: [], onNetStandard: ["traceparent"]), Among(DataPlane.Requests[0]));

        // Of the thread that logs, whose activity is the host's.
        Assert.Equal(Tested.Expect<string[]>(ordinarily: [], onNetStandard: ["traceparent", "baggage"]), Among(DataPlane.Requests[1]));

        IEnumerable<string> Among(ReceivedRequest request) => ofTracing.Where(header => request.Headers.Keys.Contains(header, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/v1/batch")]
    [InlineData("/v1/batch/")]
    public async Task TheUrlMayEndAsPeopleCopyIt(string end)
    {
        CreateLogger(url: DataPlane.Url + end).LogTrack("Arrived");
        await FlushAsync();

        Assert.Equal("/v1/batch", Assert.Single(DataPlane.Requests).Path);
        Assert.Equal(1, DataPlane.Count);
    }

    [Theory]
    [InlineData("/rudder", "/rudder/v1/batch")]
    [InlineData("/rudder/", "/rudder/v1/batch")]
    [InlineData("/a/b/v1/batch", "/a/b/v1/batch")]
    public void APathOfTheUrlIsKept(string end, string expected)
    {
        WithoutCallbacks();
        var log = Keep(new LoggerConfiguration().AuditTo.RudderStack(WriteKey, DataPlane.Url + end).CreateLogger());

        // The data plane does not know the path; that it was asked for it is what counts.
        Assert.Throws<AggregateException>(() => log.LogTrack("Asked"));
        Assert.Equal(expected, Assert.Single(DataPlane.Requests).Path);
    }
}
