using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>Status 451 of RudderStack's proxy, and what it says of its nodes.</summary>
[Collection(nameof(OneAtATime))]
public class NodeTests
{
    const string ClusterInfo = "/cluster-info";

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public async Task ANodeCountThatChangesUnderLoadLosesAndRepeatsNothing(int senders)
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.MaxConcurrentRequests = senders;
            options.BatchSize = 20;
            options.QueueLimit = 1_000;
            options.WhenQueueFull = WhenQueueFull.Block;
        });
        sink.DataPlane.NodeCount = 1;

        using var enough = new CancellationTokenSource();
        var logging = Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++)
                    sink.Log(1, user: $"user{thread}-{i % 50}");
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        foreach (var count in new[] { 1, 3, 2 })
        {
            sink.DataPlane.NodeCount = count;
            await SoonEnough.IsTrueAsync(() => sink.Batches.Count(request => request.Status == 200 && NodeCount(request) == count) >= 20);
        }

        enough.Cancel();
        await Task.WhenAll(logging);
        await sink.SettleAsync();

        Assert.Equal(sink.Logged.Count, sink.StoredIds.Count);
        Assert.All(sink.Batches.Where(request => request.Status == 200), request => Assert.InRange(Target(request), 0, NodeCount(request) - 1));
        Assert.Equal(["1", "3", "2"], sink.Batches.Where(request => request.Status == 200).Select(request => request.Headers["RS-nodeCount"]).Distinct());

        // Each sender learns of each change once at most, and asks once at most.
        Assert.InRange(sink.Batches.Count(request => request.Status == 451), 2, 2 * senders);
        Assert.InRange(sink.DataPlane.Requests.Count(request => request.Path == ClusterInfo), 2, 2 * senders);
    }

    [Fact]
    public async Task ALateAnswerOfTheProxyDoesNotReplaceANewerOne()
    {
        var handler = new LateClusterInfoHandler();
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.BatchSize = 1;
            options.MaxConcurrentRequests = 16;
            options.HttpMessageHandlerFactory = () => handler;
        });
        sink.DataPlane.NodeCount = 3;
        sink.Log(1, user: "first");
        await handler.Answered.WaitAsync(SoonEnough.Token);
        sink.DataPlane.NodeCount = 2;
        for (var i = 0; i < 50; i++)
            sink.Log(1, user: $"user{i}");
        await SoonEnough.IsTrueAsync(() => sink.Batches.Any(request => request.Status == 200));

        handler.Release();
        await sink.SettleAsync();

        Assert.Equal(51, sink.StoredIds.Count);
        Assert.DoesNotContain(sink.Batches, request => NodeCount(request) == 3);
    }

    [Fact]
    public async Task WhatOneNodeHasAcknowledgedIsNotSentToAnother()
    {
        await using var sink = await SinkUnderTest.StartAsync();
        sink.DataPlane.NodeCount = 3;
        for (var i = 0; i < 20; i++)
            sink.Log(1, user: $"user{i}");
        await sink.SettleAsync();

        // The first two shares of the batch are taken; the third meets a change.
        for (var i = 0; i < 20; i++)
            sink.Log(1, user: $"user{i}");
        sink.DataPlane.Faults.Add(new Fault());
        sink.DataPlane.Faults.Add(new Fault());
        sink.DataPlane.Faults.Add(new Fault { Status = 451 });
        sink.DataPlane.Faults.Add(new Fault { Path = ClusterInfo, Status = 200, Body = """{"nodeCount":2}""" });
        sink.DataPlane.NodeCount = null;
        await sink.SettleAsync();

        Assert.Equal(40, sink.StoredIds.Count);
        Assert.Equal("2", sink.Batches[^1].Headers["RS-nodeCount"]);
    }

    [Fact]
    public async Task WithoutProxySupport451IsRetriedAndTheProxyIsNeverAsked()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.NoProxySupport = true);
        sink.DataPlane.Faults.Add(new Fault { Status = 451, Times = 3 });
        sink.Log(20);

        await sink.SettleAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
        Assert.Equal(4, sink.DataPlane.Requests.Count);
        Assert.All(sink.DataPlane.Requests, request => Assert.DoesNotContain(request.Headers.Keys, name => name.StartsWith("RS-", StringComparison.OrdinalIgnoreCase)));
    }

    public static TheoryData<string, Fault> ClusterInfoFaults => new()
    {
        { "500", new Fault { Path = ClusterInfo, Times = 3, Status = 500 } },
        { "401", new Fault { Path = ClusterInfo, Times = 3, Status = 401 } },
        { "empty", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = "" } },
        { "no JSON", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = "<html>" } },
        { "no count", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = "{}" } },
        { "zero", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = """{"nodeCount":0}""" } },
        { "negative", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = """{"nodeCount":-3}""" } },
        { "fraction", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = """{"nodeCount":2.5}""" } },
        { "huge", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = """{"nodeCount":2147483647}""" } },
        { "stale", new Fault { Path = ClusterInfo, Times = 3, Status = 200, Body = """{"nodeCount":1}""" } },
        { "cut", new Fault { Path = ClusterInfo, Times = 3, CutConnection = ConnectionCut.BeforeReading } },
        { "half", new Fault { Path = ClusterInfo, Times = 3, CutConnection = ConnectionCut.InAnswer } },
        { "hang", new Fault { Path = ClusterInfo, Times = 2, Hang = true } },
    };

    [Theory]
    [MemberData(nameof(ClusterInfoFaults))]
    public async Task AClusterInfoThatFailsIsAFailedAttemptAndNothingMore(string name, Fault fault)
    {
        // Each attempt is counted: no other than that without an answer may end by time.
        await using var sink = await SinkUnderTest.StartAsync(options => options.RequestTimeout = TimeSpan.FromSeconds(fault.Hang ? 3 : 60));
        sink.DataPlane.NodeCount = 3;
        sink.DataPlane.Faults.Add(fault);
        for (var i = 0; i < 30; i++)
            sink.Log(1, user: $"user{i}");

        await sink.SettleAsync();

        Assert.True(sink.StoredIds.Count == 30, $"\"{name}\" lost or repeated something.");
        Assert.Equal(fault.Times * 30, sink.Meter.Retried);
        Assert.Equal(fault.Times + 1, sink.Batches.Count(request => request.Status == 451));
    }

    [Fact]
    public async Task AProxyThatContradictsItselfForEverIsBackedOffFromUntilTheTimeLimit()
    {
        var time = new VirtualTime();
        await using var sink = await SinkUnderTest.StartAsync(time, options => options.RetryAfter = TimeSpan.FromSeconds(30));
        var count = 1;
        sink.DataPlane.Faults.Add(new Fault
        {
            Status = 451,
            Times = Fault.Unlimited,
            WhenMessage = _ =>
            {
                // By the time the sink has asked, the count is another.
                sink.DataPlane.NodeCount = 1 + ++count % 7;
                return true;
            },
        });
        sink.Log(20);

        var statistics = await sink.SettleAsync(time);

        Assert.Equal(20, statistics.Dropped[DropReason.RetryExpired]);
        Assert.InRange(sink.DataPlane.Requests.Count, 42, 50);
    }

    static int Target(ReceivedRequest request) => int.Parse(request.Headers["RS-targetNode"], System.Globalization.CultureInfo.InvariantCulture);

    static int NodeCount(ReceivedRequest request) => int.Parse(request.Headers["RS-nodeCount"], System.Globalization.CultureInfo.InvariantCulture);
}
