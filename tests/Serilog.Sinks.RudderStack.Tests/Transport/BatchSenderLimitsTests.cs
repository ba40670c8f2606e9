using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>Limits on the way to the data plane that are smaller than a batch: on the body's size, and on the rate.</summary>
public sealed class BatchSenderLimitsTests
{
    const int BodyLimit = 8192;

    [Fact]
    public async Task ARequestIsFilledToTheLastByteAndNotBeyond()
    {
        var bytes = Payload.EnvelopeLength + TestMessages.Several(3).Sum(static message => message.Length) + (2 * Payload.SeparatorLength);

        Assert.Equal([3], await SizesAsync(bytes));
        Assert.Equal([2, 1], await SizesAsync(bytes - 1));
        Assert.Equal([1, 1, 1], await SizesAsync(1));
    }

    [Fact]
    public async Task ALimitOnTheBodyIsFoundOnceAndReportedOnce()
    {
        using var run = new SenderRun(static request => request.Body.Length > BodyLimit ? 413 : 200);

        Assert.Equal(TimeSpan.Zero, await run.SendAsync(Kilobytes(200)));
        var refusals = Refusals(run);
        Assert.Equal(TimeSpan.Zero, await run.SendAsync(Kilobytes(200)));

        Assert.InRange(refusals, 1, 6);
        Assert.Equal(refusals, Refusals(run));
        Assert.Equal(TestMessages.IdsOf(Kilobytes(200)).Concat(TestMessages.IdsOf(Kilobytes(200))), run.Journal.DeliveredIds);
        Assert.Empty(run.Journal.Drops);
        var limit = Assert.Single(run.Journal.Limits);
        Assert.Null(limit.Events);
        Assert.InRange(limit.Bytes!.Value, BodyLimit / 2, BodyLimit);
    }

    [Fact]
    public async Task ALargerBodyIsTriedAfterAMinuteThenAfterLongerAndReportedNoMore()
    {
        using var run = new SenderRun(static request => request.Body.Length > BodyLimit ? 413 : 200);
        await run.SendAsync(Kilobytes(20));
        var found = Refusals(run);
        var minutes = new List<double>();
        while (run.Now < TimeSpan.FromHours(2))
        {
            var before = Refusals(run);
            await run.SendAsync(Kilobytes(20));
            if (Refusals(run) != before)
                minutes.Add(Math.Round(run.Now.TotalMinutes));
            Assert.InRange(Refusals(run) - before, 0, 1);
            run.Time.Advance(TimeSpan.FromSeconds(20));
        }

        // One refusal at most for each try; the pauses double.
        Assert.InRange(minutes.Count, 5, 7);
        Assert.InRange(minutes[0], 1, 2);
        Assert.All(minutes.Zip(minutes.Skip(1)), static pair => Assert.InRange(pair.Second, pair.First * 1.6, pair.First * 3.5));
        Assert.Equal(found + minutes.Count, Refusals(run));
        Assert.Single(run.Journal.Limits);
    }

    [Fact]
    public async Task AMessageThatIsTooLargeByItselfIsDroppedAndSaysNothingAboutTheOthers()
    {
        var messages = Kilobytes(64);
        messages[40] = TestMessages.Queued("large", padding: 30_000);
        using var run = new SenderRun(static request => request.Ids.Contains("large") ? 413 : 200);

        await run.SendAsync(messages);

        Assert.Equal([("large", DropReason.Rejected)], run.Journal.Drops.Select(static drop => (drop.Id, drop.Reason)));
        Assert.Equal(63, run.Journal.DeliveredIds.Count);
        Assert.InRange(run.Plane.Requests.Count, 2, 16);
        Assert.Equal([64], await SizesAsync(run, Kilobytes(64)));
    }

    [Fact]
    public async Task ALimitIsNotForgottenForAMessageThatIsAboveItByItself()
    {
        using var run = new SenderRun(static request => request.Body.Length > BodyLimit ? 413 : 200);
        var refusals = new List<int>();
        for (var batch = 0; batch < 4; batch++)
        {
            var before = Refusals(run);
            var messages = Kilobytes(64);
            messages[40] = TestMessages.Queued($"large {batch}", padding: 9_000);
            await run.SendAsync(messages);
            refusals.Add(Refusals(run) - before);
        }

        // Of each batch only the message itself, once the limit is known.
        Assert.InRange(refusals[0], 2, 20);
        Assert.Equal([1, 1, 1], refusals.Skip(1));
        Assert.Equal(4, run.Journal.Drops.Count);
        Assert.Single(run.Journal.Limits);
    }

    [Fact]
    public async Task ALimitThatIsGoneIsForgotten()
    {
        var isLimited = true;
        using var run = new SenderRun(request => isLimited && request.Body.Length > BodyLimit ? 413 : 200);
        await run.SendAsync(Kilobytes(200));
        isLimited = false;
        while (run.Now < TimeSpan.FromMinutes(10))
        {
            await run.SendAsync(Kilobytes(10));
            run.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal([200], await SizesAsync(run, Kilobytes(200)));
    }

    [Fact]
    public async Task ARateLimitBelowTheBatchIsMetByFewerEventsAfterTenSeconds()
    {
        using var run = new SenderRun(static request => request.Ids.Length > 50 ? 429 : 200, new TestSettings { RetryAfter = TimeSpan.FromSeconds(2) });

        await run.SendAsync(TestMessages.Several(400));

        Assert.Equal([400, 400, 400, 400, 400, 400, 200, 100, .. Enumerable.Repeat(50, 8)], run.Plane.Requests.Select(static request => request.Ids.Length));
        Assert.Equal(TestMessages.IdsOf(TestMessages.Several(400)), run.Journal.DeliveredIds);
        Assert.Equal([new SizeLimit(Bytes: null, Events: 50)], run.Journal.Limits);

        // And the next batch knows.
        Assert.Equal([50, 50], await SizesAsync(run, TestMessages.Several(100)));
        Assert.Single(run.Journal.Limits);
    }

    [Theory]
    [InlineData(2, 6)]
    [InlineData(4, 4)]
    [InlineData(6, 3)]
    [InlineData(9, 3)]
    [InlineData(15, 3)]
    [InlineData(60, 3)]
    public async Task AtLeastTenSecondsAndThreeRefusalsMakeARequestSmaller(int secondsBetween, int wholeRequests)
    {
        using var run = new SenderRun(static request => request.Ids.Length > 50 ? 429 : 200, new TestSettings { RetryAfter = TimeSpan.FromSeconds(secondsBetween) });

        await run.SendAsync(TestMessages.Several(100));

        Assert.Equal([.. Enumerable.Repeat(100, wholeRequests), 50, 50], run.Plane.Requests.Select(static request => request.Ids.Length));
    }

    [Theory]
    [InlineData(2, 9)]
    [InlineData(20, 20)]
    public async Task ALimitThatMerelySlowsDownNeedsNoSmallerRequests(int secondsBetween, int seconds)
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            _ => running!.Now <= TimeSpan.FromSeconds(seconds) ? 429 : 200, new TestSettings { RetryAfter = TimeSpan.FromSeconds(secondsBetween) });

        await run.SendAsync(TestMessages.Several(100));

        Assert.All(run.Plane.Requests, static request => Assert.Equal(100, request.Ids.Length));
        Assert.Empty(run.Journal.Limits);
    }

    [Fact]
    public async Task WhatPassesBetweenRefusalsStartsTheTenSecondsAnew()
    {
        // Each batch is refused for eight seconds: no limit below its size.
        SenderRun? running = null;
        var since = TimeSpan.Zero;
        using var run = running = new SenderRun(
            _ => running!.Now - since < TimeSpan.FromSeconds(8) ? 429 : 200, new TestSettings { RetryAfter = TimeSpan.FromSeconds(2) });

        for (var batch = 0; batch < 10; batch++)
        {
            since = run.Now;
            await run.SendAsync(TestMessages.Several(100));
        }

        Assert.All(run.Plane.Requests, static request => Assert.Equal(100, request.Ids.Length));
        Assert.Equal(1000, run.Journal.DeliveredIds.Count);
    }

    static QueuedMessage[] Kilobytes(int count) => [.. Enumerable.Range(0, count).Select(static i => TestMessages.Queued($"m{i}", padding: 900))];

    static int Refusals(SenderRun run) => run.Plane.Requests.Count(static request => request.Body.Length > BodyLimit);

    static async Task<IEnumerable<int>> SizesAsync(int maxBatchBytes)
    {
        using var run = new SenderRun(static _ => 200, new TestSettings { MaxBatchBytes = maxBatchBytes });
        return await SizesAsync(run, TestMessages.Several(3));
    }

    static async Task<IEnumerable<int>> SizesAsync(SenderRun run, QueuedMessage[] messages)
    {
        var before = run.Plane.Requests.Count;
        await run.SendAsync(messages);
        return run.Plane.Requests.Skip(before).Select(static request => request.Ids.Length);
    }
}
