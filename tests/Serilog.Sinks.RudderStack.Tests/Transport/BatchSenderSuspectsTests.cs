using System.Net;
using CsCheck;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>Refusals in other words than a gateway's: by a firewall, for what stands in a message, or by whatever answers at a wrong address.</summary>
public sealed class BatchSenderSuspectsTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(422)]
    public async Task AMessageThatIsRefusedAloneIsDroppedWhenAnotherWasAccepted(int status)
    {
        for (var bad = 0; bad < 100; bad++)
        {
            var culprit = $"m{bad}";
            using var run = new SenderRun(request => request.Ids.Contains(culprit) ? DataPlaneDouble.Foreign(status) : Gateway(request));

            Assert.Equal(TimeSpan.Zero, await run.SendAsync(TestMessages.Several(100)));

            Assert.Equal((culprit, DropReason.Rejected, (HttpStatusCode?)status), Assert.Single(run.Journal.Drops));
            Assert.Equal(TestMessages.IdsOf(TestMessages.Several(100)).Where(id => id != culprit), run.Journal.DeliveredIds);
            Assert.InRange(run.Plane.Requests.Count, 2, 16);
            Assert.DoesNotContain(run.Plane.Requests, static request => request.IsEmptyBatch);
        }
    }

    [Fact]
    public void AnyMessagesThatAFirewallRefusesAreDroppedAndTheOthersDeliveredOnceInOrder() =>
        Gen.Bool.Array[2, 60].Sample(bad =>
        {
            var messages = TestMessages.Several(bad.Length);
            var culprits = TestMessages.IdsOf(messages).Where((_, i) => bad[i]).ToArray();
            using var run = new SenderRun(request => request.Ids.Intersect(culprits).Any() ? DataPlaneDouble.Foreign(403) : Gateway(request));

            // With a gateway behind, nothing here waits, also when the first ones are all bad.
            Assert.True(run.StartAsync(messages).IsCompletedSuccessfully);

            Assert.Equal(culprits, run.Journal.Drops.Select(static drop => drop.Id));
            Assert.Equal(TestMessages.IdsOf(messages).Except(culprits), run.Journal.DeliveredIds);
        });

    [Fact]
    public async Task ASeriesOfBadMessagesAtTheHeadCostsOneEmptyBatch()
    {
        using var run = new SenderRun(static request => request.Ids.Any(static id => id.Length == 2) ? DataPlaneDouble.Foreign(403) : Gateway(request));

        Assert.Equal(TimeSpan.Zero, await run.SendAsync(TestMessages.Several(100)));

        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"m{i}"), run.Journal.Drops.Select(static drop => drop.Id));
        Assert.Equal(90, run.Journal.DeliveredIds.Count);
        Assert.Single(run.Plane.Requests, static request => request.IsEmptyBatch);
    }

    [Theory]
    [InlineData(400, 2)]
    [InlineData(400, 100)]
    [InlineData(403, 3)]
    [InlineData(403, 500)]
    [InlineData(422, 64)]
    public async Task AGeneralRefusalLosesNothingAndCostsAboutTwiceTheLogarithmOfTheBatch(int status, int count)
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(request => running!.Now < TimeSpan.FromMinutes(5) ? DataPlaneDouble.Foreign(status) : Gateway(request));
        var messages = TestMessages.Several(count);

        var sending = run.StartAsync(messages);
        Assert.False(sending.IsCompleted);
        Assert.InRange(run.Plane.Requests.Count, 3, (2 * Math.Ceiling(Math.Log2(count))) + 3);
        Assert.Equal([Outcome.Pause], run.Journal.Postponements);

        await run.AdvanceAsync(TimeSpan.FromMinutes(6));
        await sending.WaitAsync(Soon);
        Assert.Equal(TestMessages.IdsOf(messages), run.Journal.DeliveredIds);
        Assert.Empty(run.Journal.Drops);

        // The probes of five minutes: each a message and an empty batch.
        Assert.InRange(run.Plane.Requests.Count, 10, 80);
    }

    [Fact]
    public async Task AGeneralRefusalUntilTheTimeLimitRejectsTheBatch()
    {
        using var run = new SenderRun(static _ => DataPlaneDouble.Foreign(403), new TestSettings { RetryTimeLimit = TimeSpan.FromMinutes(2) });

        Assert.Equal(TimeSpan.FromMinutes(2), await run.SendAsync(TestMessages.Several(5)));

        Assert.Equal(TestMessages.IdsOf(TestMessages.Several(5)), run.Journal.Drops.Select(static drop => drop.Id));
        Assert.All(run.Journal.Drops, static drop => Assert.Equal((DropReason.Rejected, (HttpStatusCode?)HttpStatusCode.Forbidden), (drop.Reason, drop.Status)));
    }

    [Fact]
    public async Task ASingleMessagePausesFirstAndIsDeliveredWhenTheRefusalEnds()
    {
        var refusals = 1;
        using var run = new SenderRun(request => refusals-- > 0 ? DataPlaneDouble.Foreign(403) : Gateway(request));

        Assert.Equal(TimeSpan.FromSeconds(1), await run.SendAsync(TestMessages.Several(1)));

        Assert.Equal([Outcome.Pause], run.Journal.Postponements);
        Assert.Equal(["m0"], run.Journal.DeliveredIds);
        Assert.DoesNotContain(run.Plane.Requests, static request => request.IsEmptyBatch);
    }

    [Fact]
    public async Task ASingleMessageThatIsRefusedAgainWithAGatewayBehindIsDropped()
    {
        using var run = new SenderRun(static request => request.Ids.Contains("m0") ? DataPlaneDouble.Foreign(403) : Gateway(request));

        Assert.Equal(TimeSpan.FromSeconds(1), await run.SendAsync(TestMessages.Several(1)));

        Assert.Equal(("m0", DropReason.Rejected, (HttpStatusCode?)HttpStatusCode.Forbidden), Assert.Single(run.Journal.Drops));
    }

    // Nothing accepted, and the others lost for reasons of their own: what was set aside must not be forgotten.
    [Theory]
    [InlineData(400, DropReason.Rejected)]
    [InlineData(413, DropReason.Rejected)]
    [InlineData(503, DropReason.RetryExpired)]
    public async Task WhatWasSetAsideIsSettledWhateverHappensToTheOthers(int statusOfOthers, DropReason reasonOfOthers)
    {
        using var run = new SenderRun(
            request => request.Ids.Contains("m0") ? DataPlaneDouble.Foreign(403) : request.IsEmptyBatch ? Gateway(request) : DataPlaneDouble.Answer(statusOfOthers),
            new TestSettings { RetryTimeLimit = TimeSpan.FromMinutes(1) });

        await run.SendAsync(TestMessages.Several(2));

        Assert.Equal([("m0", DropReason.Rejected), ("m1", reasonOfOthers)], run.Journal.Drops.Select(static drop => (drop.Id, drop.Reason)).Order());
    }

    [Fact]
    public async Task TheNextBatchIsJudgedByItself()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(request => running!.Now < TimeSpan.FromSeconds(20) && request.Ids.Contains("m0") ? DataPlaneDouble.Foreign(403) : Gateway(request));
        await run.SendAsync(TestMessages.Several(2));
        Assert.Equal(["m0"], run.Journal.Drops.Select(static drop => drop.Id));

        // What the last batch has shown does not condemn the only message of this one.
        var sending = run.StartAsync(TestMessages.Several(1));

        Assert.Equal([Outcome.Pause], run.Journal.Postponements);
        run.Stop.Begin();
        run.Stop.CutWaits();
        run.Stop.End();
        await sending.WaitAsync(Soon);
    }

    static HttpResponseMessage Gateway(RecordedRequest request) => request.IsEmptyBatch ? DataPlaneDouble.EmptyBatch() : DataPlaneDouble.Answer(200);
}
