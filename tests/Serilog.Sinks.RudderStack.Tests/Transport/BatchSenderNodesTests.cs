using System.Globalization;
using System.Net;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class BatchSenderNodesTests
{
    static readonly TestSettings Settings = new() { RetryAfter = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task AChangeFrom1To3To2NodesLosesAndRepeatsNothing()
    {
        // The proxy shrinks to two nodes after the first request under three.
        int nodes = 3, accepted = 0;
        using var run = new SenderRun(
            request =>
            {
                if (!request.IsBatch)
                    return Count(nodes);
                if (CountOf(request) != nodes)
                    return DataPlaneDouble.Answer(451);
                if (++accepted == 1)
                    nodes = 2;
                return DataPlaneDouble.Answer(200);
            });
        var messages = Several(60);

        Assert.Equal(TimeSpan.Zero, await run.SendAsync(messages));

        Assert.Equal(TestMessages.IdsOf(messages).Order(), run.Journal.DeliveredIds.Order());
        AssertOrderOfUsers(run.Journal.DeliveredIds);
        Assert.Equal(2, run.Nodes.Value);
        Assert.Empty(run.Journal.Postponements);
        Assert.Equal(2, run.Plane.Requests.Count(static request => !request.IsBatch));
    }

    [Fact]
    public async Task TheSameCountAgainIsAFailedAttempt()
    {
        var refusals = 3;
        using var run = new SenderRun(
            request => !request.IsBatch ? Count(1) : DataPlaneDouble.Answer(refusals-- > 0 ? 451 : 200), Settings);

        Assert.Equal(TimeSpan.FromSeconds(30), await run.SendAsync(Several(4)));

        Assert.Equal(4, run.Journal.DeliveredIds.Count);
        Assert.Equal([Outcome.Retry, Outcome.Retry, Outcome.Retry], run.Journal.Postponements);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(500, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, "{\"nodeCount\":0}")]
    public async Task AClusterInfoThatFailsIsAFailedAttempt(int status, string text)
    {
        using var run = new SenderRun(
            request => request.IsBatch ? DataPlaneDouble.Answer(451) : DataPlaneDouble.Answer(status, text),
            new TestSettings { RetryAfter = TimeSpan.FromSeconds(10), RetryTimeLimit = TimeSpan.FromMinutes(1) });

        Assert.Equal(TimeSpan.FromMinutes(1), await run.SendAsync(Several(4)));

        Assert.Equal(4, run.Journal.Drops.Count);

        // The answer that the messages got, not that to the question: a 200 would be a strange reason for a loss.
        Assert.All(run.Journal.Drops, static drop => Assert.Equal((DropReason.RetryExpired, (HttpStatusCode)451), (drop.Reason, drop.Status)));
        Assert.Equal(14, run.Plane.Requests.Count);
    }

    [Fact]
    public async Task ARetryAfterOfClusterInfoIsHonoured()
    {
        var refused = false;
        using var run = new SenderRun(request =>
        {
            if (request.IsBatch)
                return DataPlaneDouble.Answer(refused ? 200 : 451);
            refused = true;
            var answer = DataPlaneDouble.Answer(503);
            answer.Headers.TryAddWithoutValidation("Retry-After", "40");
            return answer;
        });

        Assert.Equal(TimeSpan.FromSeconds(40), await run.SendAsync(Several(4)));
    }

    [Fact]
    public async Task AProxyThatKeepsChangingItsMindIsBackedOffFrom()
    {
        var nodes = 1;
        using var run = new SenderRun(
            request => request.IsBatch ? DataPlaneDouble.Answer(451) : Count(nodes = nodes == 2 ? 3 : 2),
            new TestSettings { RetryAfter = TimeSpan.FromSeconds(10), RetryTimeLimit = TimeSpan.FromMinutes(1) });

        Assert.Equal(TimeSpan.FromMinutes(1), await run.SendAsync(TestMessages.Several(1)));

        Assert.Equal(DropReason.RetryExpired, Assert.Single(run.Journal.Drops).Reason);
        Assert.InRange(run.Plane.Batches.Count(), 7, 11);
    }

    [Fact]
    public async Task WhatAnotherSenderLearntIsNotAskedForAgain()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(request =>
        {
            if (CountOf(request) == 2)
                return 200;
            running!.Nodes.Learn(refused: 1, count: 2);
            return 451;
        });

        await run.SendAsync(Several(10));

        Assert.All(run.Plane.Requests, static request => Assert.True(request.IsBatch));
        Assert.Equal(10, run.Journal.DeliveredIds.Count);
    }

    [Fact]
    public async Task WithoutProxySupportItIsRetriedAndNobodyIsAsked()
    {
        var refusals = 2;
        using var run = new SenderRun(_ => refusals-- > 0 ? 451 : 200, new TestSettings { NoProxySupport = true, RetryAfter = TimeSpan.FromSeconds(10) });

        Assert.Equal(TimeSpan.FromSeconds(20), await run.SendAsync(Several(4)));

        Assert.All(run.Plane.Requests, static request => Assert.True(request.IsBatch));
        Assert.Equal(4, run.Journal.DeliveredIds.Count);
    }

    [Fact]
    public async Task APartIsSentWithItsNodeAndRetriedThereWhileLaterOnesWait()
    {
        var failures = 2;
        using var run = new SenderRun(_ => failures-- > 0 ? 503 : 200, Settings);
        run.Nodes.Learn(refused: 1, count: 3);

        await run.SendAsync(Several(30));

        AssertOrderOfUsers(run.Journal.DeliveredIds);
        Assert.Equal(30, run.Journal.DeliveredIds.Distinct().Count());
        var requests = run.Plane.Requests;
        Assert.All(requests, static request => Assert.Equal("3", request.Headers["RS-nodeCount"]));
        Assert.Equal(requests[0].Ids, requests[1].Ids);
        Assert.Equal(requests[0].Ids, requests[2].Ids);
        Assert.Equal(requests[0].Headers["RS-targetNode"], requests[2].Headers["RS-targetNode"]);
    }

    // Three users with several anonymous ids each, of different lengths.
    static QueuedMessage[] Several(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => TestMessages.Queued($"{i % 3}-{i:D4}", $"user{i % 3}", new string('a', 1 + (i * 7 % 5))))];

    static void AssertOrderOfUsers(List<string> ids) =>
        Assert.All(ids.GroupBy(static id => id[0]), static user => Assert.Equal(user.Order(StringComparer.Ordinal), user));

    static HttpResponseMessage Count(int nodes) => DataPlaneDouble.Answer(200, $"{{\"nodeCount\":{nodes}}}");

    static int CountOf(RecordedRequest request) => int.Parse(request.Headers["RS-nodeCount"], CultureInfo.InvariantCulture);
}
