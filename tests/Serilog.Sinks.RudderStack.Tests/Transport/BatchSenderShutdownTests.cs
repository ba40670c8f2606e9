using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>A shutdown of ten seconds, as one sender sees it.</summary>
public sealed class BatchSenderShutdownTests
{
    [Fact]
    public async Task InTheFirstHalfABatchIsTriedOnWithShortWaitsThenDropped()
    {
        using var run = new SenderRun(static _ => 503, new TestSettings { RetryAfter = TimeSpan.FromMinutes(1) });
        run.Stop.Begin();

        Assert.Equal(TimeSpan.FromSeconds(5), await run.SendAsync(TestMessages.Several(2)));

        Assert.Equal(6, run.Plane.Requests.Count);
        Assert.Equal(["m0", "m1"], run.Journal.Drops.Select(static drop => drop.Id));
        Assert.All(run.Journal.Drops, static drop => Assert.Equal(DropReason.Shutdown, drop.Reason));
    }

    [Fact]
    public async Task InTheSecondHalfEachBatchGetsOneAttempt()
    {
        using var run = new SenderRun(static request => request.Ids.Contains("good") ? 200 : 503);
        run.Stop.Begin();
        run.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.Zero, await run.SendAsync(TestMessages.Queued("bad")));
        Assert.Equal(TimeSpan.Zero, await run.SendAsync(TestMessages.Queued("good")));

        Assert.Equal(2, run.Plane.Requests.Count);
        Assert.Equal(("bad", DropReason.Shutdown), run.Journal.Drops.Select(static drop => (drop.Id, drop.Reason)).Single());
        Assert.Equal(["good"], run.Journal.DeliveredIds);
    }

    [Fact]
    public async Task InTheSecondHalfABadMessageStillCostsNoOtherItsPlace()
    {
        using var run = new SenderRun(static request => request.Ids.Contains("m3") ? 400 : 200);
        run.Stop.Begin();
        run.Time.Advance(TimeSpan.FromSeconds(5));

        await run.SendAsync(TestMessages.Several(8));

        Assert.Equal(7, run.Journal.DeliveredIds.Count);
        Assert.Equal(("m3", DropReason.Rejected), run.Journal.Drops.Select(static drop => (drop.Id, drop.Reason)).Single());
    }

    [Fact]
    public async Task AWaitOfMinutesEndsWhenTheShutdownBegins()
    {
        var failed = false;
        using var run = new SenderRun(
            _ =>
            {
                (var before, failed) = (failed, true);
                return before ? 200 : 503;
            },
            new TestSettings { RetryAfter = TimeSpan.FromMinutes(5) });
        var sending = run.StartAsync(TestMessages.Several(2));
        Assert.False(sending.IsCompleted);

        run.Stop.Begin();
        await sending.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
    }

    [Fact]
    public async Task AfterAnAbortWhatIsLeftIsTheLedgers()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            int (request) =>
            {
                if (request.Ids is ["m0", "m1"])
                {
                    running!.Stop.Begin();
                    running.Stop.Abort();
                    throw new OperationCanceledException();
                }

                return request.Ids.Length > 2 ? 400 : 200;
            });

        Assert.Equal(TimeSpan.Zero, await run.SendAsync(TestMessages.Several(4)));

        Assert.Equal(2, run.Plane.Requests.Count);
        Assert.Empty(run.Journal.SettledIds);
    }

    [Fact]
    public async Task AnAnswerThatCameInTimeCountsAfterAnAbort()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            _ =>
            {
                running!.Stop.Begin();
                running.Stop.Abort();
                return 200;
            });

        await run.SendAsync(TestMessages.Several(2));

        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
    }

    [Fact]
    public async Task AfterGivingUpNoFurtherRequestBegins()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            _ =>
            {
                running!.Stop.GiveUp();
                return 400;
            });

        await run.SendAsync(TestMessages.Several(2));

        Assert.Single(run.Plane.Requests);
        Assert.Empty(run.Journal.SettledIds);
    }

    [Fact]
    public async Task AfterAnAbortNothingIsSent()
    {
        using var run = new SenderRun(static _ => 200);
        run.Stop.Begin();
        run.Stop.Abort();

        await run.SendAsync(TestMessages.Several(2));

        Assert.Empty(run.Plane.Requests);
        Assert.Empty(run.Journal.SettledIds);
        Assert.Equal(0, run.Journal.Attempts);
    }
}
