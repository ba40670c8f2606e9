using System.Net;
using CsCheck;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class BatchSenderTests
{
    [Fact]
    public async Task ABatchIsDeliveredWithOneRequest()
    {
        using var run = new SenderRun(static _ => 200);

        Assert.Equal(TimeSpan.Zero, await run.SendAsync(TestMessages.Several(3)));

        Assert.Equal(["m0", "m1", "m2"], Assert.Single(run.Plane.Requests).Ids);
        Assert.Equal(["m0", "m1", "m2"], run.Journal.DeliveredIds);
        Assert.Empty(run.Journal.Drops);
        Assert.Equal(1, run.Journal.Attempts);
    }

    [Fact]
    public async Task AnUnforeseenFaultDropsItsRequestAndNothingElse()
    {
        // Each message by itself, cut from what is left; a bug at the second.
        using var run = new SenderRun(static request => request.Ids.Length > 1 ? 413 : 200);
        var deliveries = 0;
        run.Journal.OnDelivered = () =>
        {
            if (++deliveries == 2)
                throw new InvalidOperationException("a bug");
        };

        await run.SendAsync(TestMessages.Several(3));

        Assert.Equal(["m0", "m2"], run.Journal.DeliveredIds);
        Assert.Equal(("m1", DropReason.Rejected, (HttpStatusCode?)null), Assert.Single(run.Journal.Drops));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task OneBadMessageInAHundredCostsAtMost15MoreRequests(int status)
    {
        for (var bad = 0; bad < 100; bad++)
        {
            var culprit = $"m{bad}";
            using var run = new SenderRun(request => request.Ids.Contains(culprit) ? DataPlaneDouble.Answer(status, "event is not a valid rudder event") : DataPlaneDouble.Answer(200));

            Assert.Equal(TimeSpan.Zero, await run.SendAsync(TestMessages.Several(100)));

            Assert.Equal((culprit, DropReason.Rejected, (HttpStatusCode?)status), Assert.Single(run.Journal.Drops));
            Assert.Equal(TestMessages.IdsOf(TestMessages.Several(100)).Where(id => id != culprit), run.Journal.DeliveredIds);
            Assert.InRange(run.Plane.Requests.Count, 2, 16);
        }
    }

    [Fact]
    public void AnyBadMessagesAreRejectedAloneAndTheOthersDeliveredOnceInOrder() =>
        Gen.Bool.Array[1, 60].Sample(bad =>
        {
            var messages = TestMessages.Several(bad.Length);
            var culprits = TestMessages.IdsOf(messages).Where((_, i) => bad[i]).ToArray();
            using var run = new SenderRun(request => request.Ids.Intersect(culprits).Any() ? 400 : 200);

            // Nothing here waits.
            Assert.True(run.StartAsync(messages).IsCompletedSuccessfully);

            Assert.Equal(culprits, run.Journal.Drops.Select(static drop => drop.Id));
            Assert.Equal(TestMessages.IdsOf(messages).Except(culprits), run.Journal.DeliveredIds);
        });

    [Theory]
    [InlineData(503)]
    [InlineData(425)]
    [InlineData(408)]
    [InlineData(500)]
    public async Task ARetryHasTheSameBytesButSentAt(int status)
    {
        var failures = 3;
        using var run = new SenderRun(_ => failures-- > 0 ? status : 200, new TestSettings { RetryAfter = TimeSpan.FromMinutes(1) });

        Assert.Equal(TimeSpan.FromMinutes(3), await run.SendAsync(TestMessages.Several(2)));

        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
        Assert.Equal([Outcome.Retry, Outcome.Retry, Outcome.Retry], run.Journal.Postponements);
        var start = run.Plane.Requests[0].Body;
        for (var i = 0; i < 4; i++)
            Assert.Equal(start.Replace("T00:00:00.000Z", $"T00:0{i}:00.000Z"), run.Plane.Requests[i].Body);
        Assert.Equal(4, run.Plane.Requests.Select(static request => request.Body).Distinct().Count());
    }

    [Fact]
    public async Task AnOutageOfNineMinutesLosesNothingByDefault()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(_ => running!.Now < TimeSpan.FromMinutes(9) ? throw new HttpRequestException("refused") : DataPlaneDouble.Answer(200));

        await run.SendAsync(TestMessages.Several(2));

        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
    }

    [Theory]
    [InlineData(503, DropReason.RetryExpired)]
    [InlineData(null, DropReason.RetryExpired)]
    [InlineData(401, DropReason.Rejected)]
    [InlineData(400, DropReason.Rejected)]
    [InlineData(403, DropReason.Rejected)]
    [InlineData(422, DropReason.Rejected)]
    [InlineData(404, DropReason.Rejected)]
    [InlineData(301, DropReason.Rejected)]
    public async Task WhatFailsUntilTheTimeLimitIsDroppedWithItsReasonAfterALastAttempt(int? status, DropReason reason)
    {
        var limit = TimeSpan.FromMinutes(2);
        var lastAttempt = TimeSpan.Zero;
        SenderRun? running = null;
        using var run = running = new SenderRun(
            _ =>
            {
                lastAttempt = running!.Now;
                return status is { } known ? DataPlaneDouble.Foreign(known) : throw new HttpRequestException("refused");
            },
            new TestSettings { RetryTimeLimit = limit, RetryAfter = TimeSpan.FromSeconds(50) });

        Assert.Equal(limit, await run.SendAsync(TestMessages.Several(2)));

        Assert.Equal([("m0", reason, (HttpStatusCode?)status), ("m1", reason, (HttpStatusCode?)status)], run.Journal.Drops);
        Assert.Equal(limit, lastAttempt);
    }

    [Fact]
    public async Task APauseProbesOneSecondApartDoublingTo30AndGoesOnWhenFixed()
    {
        var times = new List<double>();
        SenderRun? running = null;
        using var run = running = new SenderRun(
            _ =>
            {
                times.Add(running!.Now.TotalSeconds);
                return times.Count <= 7 ? 401 : 200;
            },
            new TestSettings { RetryAfter = TimeSpan.FromMilliseconds(1) });

        await run.SendAsync(TestMessages.Several(2));

        Assert.Equal([0, 1, 3, 7, 15, 31, 61, 91], times);
        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
        Assert.All(run.Journal.Postponements, static outcome => Assert.Equal(Outcome.Pause, outcome));
    }

    [Fact]
    public async Task AServersRetryAfterIsHonoured()
    {
        var failed = false;
        using var run = new SenderRun(_ =>
        {
            if (failed)
                return DataPlaneDouble.Answer(200);
            failed = true;
            var answer = DataPlaneDouble.Answer(429);
            answer.Headers.TryAddWithoutValidation("Retry-After", "40");
            return answer;
        });

        Assert.Equal(TimeSpan.FromSeconds(40), await run.SendAsync(TestMessages.Several(2)));
    }

    [Fact]
    public async Task HalvesShareTheTimeLimitOfTheirBatch()
    {
        using var run = new SenderRun(
            static request => request.Ids.Length > 1 ? 400 : 503,
            new TestSettings { RetryTimeLimit = TimeSpan.FromMinutes(1), RetryAfter = TimeSpan.FromSeconds(10) });

        Assert.Equal(TimeSpan.FromMinutes(1), await run.SendAsync(TestMessages.Several(4)));

        Assert.Equal(["m0", "m1", "m2", "m3"], run.Journal.Drops.Select(static drop => drop.Id));
        Assert.All(run.Journal.Drops, static drop => Assert.Equal(DropReason.RetryExpired, drop.Reason));
    }

    [Fact]
    public async Task AnythingMayHappenAndEachMessageIsSettledOnceAndDeliveredInOrder()
    {
        Func<HttpResponseMessage>[] answers =
        [
            .. new[] { 200, 200, 200, 400, 413, 503, 429, 401, 500, 451 }.Select(static status => new Func<HttpResponseMessage>(() => DataPlaneDouble.Answer(status))),
            .. new[] { 400, 403, 422 }.Select(static status => new Func<HttpResponseMessage>(() => DataPlaneDouble.Foreign(status))),
            DataPlaneDouble.EmptyBatch,
        ];
        await Gen.Select(Gen.Int[0, answers.Length - 1].Array[1, 40], Gen.Int[1, 40]).SampleAsync(
            async (script, count) =>
            {
                var next = 0;
                using var run = new SenderRun(request => !request.IsBatch
                    ? DataPlaneDouble.Answer(200, $"{{\"nodeCount\":{script[next++ % script.Length] + 1}}}")
                    : next >= 500 ? DataPlaneDouble.Answer(200) : answers[script[next++ % script.Length]]());

                await run.SendAsync(TestMessages.Several(count));

                Assert.Equal(TestMessages.IdsOf(TestMessages.Several(count)).Order(), run.Journal.SettledIds.Order());
                Assert.Equal(run.Journal.DeliveredIds.OrderBy(Number), run.Journal.DeliveredIds);
            },
            iter: 100);
    }

    static int Number(string id) => int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture);
}
