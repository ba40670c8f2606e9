using System.Net.Sockets;
using System.Security.Authentication;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

/// <summary>A shutdown as the senders of the lanes see it. Its owner, who ends it, is the test.</summary>
public sealed class BatchSenderShutdownTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public static TheoryData<Exception> UnreachableFaults => new()
    {
        new SocketException((int)SocketError.ConnectionRefused),
        new SocketException((int)SocketError.HostNotFound),
        new SocketException((int)SocketError.NetworkUnreachable),
        new AuthenticationException("The remote certificate is invalid."),
    };

    [Fact]
    public async Task SendingGoesOn()
    {
        var failures = 3;
        using var run = new SenderRun(_ => failures-- > 0 ? 503 : 200, new TestSettings { RetryAfter = TimeSpan.FromSeconds(3) });
        Begin(run);

        Assert.Equal(TimeSpan.FromSeconds(9), await run.SendAsync(TestMessages.Several(2)));

        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
    }

    [Fact]
    public async Task ARateLimitBelowTheBatchIsMetByFewerEventsAfterThreeRefusals()
    {
        using var run = new SenderRun(static request => request.Ids.Length > 50 ? 429 : 200, new TestSettings { RetryAfter = TimeSpan.FromSeconds(1) });
        Begin(run);

        Assert.Equal(TimeSpan.FromSeconds(5), await run.SendAsync(TestMessages.Several(400)));

        Assert.Equal([400, 400, 400, 200, 100, .. Enumerable.Repeat(50, 8)], run.Plane.Requests.Select(static request => request.Ids.Length));
        Assert.Equal(TestMessages.IdsOf(TestMessages.Several(400)), run.Journal.DeliveredIds);
    }

    [Fact]
    public async Task ASizeThatPassedTheRateLimitIsNotMadeSmallerWhileItFillsUp()
    {
        SenderRun? running = null;
        var passed = TimeSpan.FromSeconds(-5);
        using var run = running = new SenderRun(
            request =>
            {
                if (request.Ids.Length > 50 || running!.Now - passed < TimeSpan.FromSeconds(5))
                    return 429;
                passed = running.Now;
                return 200;
            },
            new TestSettings { RetryAfter = TimeSpan.FromSeconds(1) });
        Begin(run);

        await run.SendAsync(TestMessages.Several(200));

        Assert.Equal(TestMessages.IdsOf(TestMessages.Several(200)), run.Journal.DeliveredIds);
        Assert.All(run.Plane.Requests, static request => Assert.InRange(request.Ids.Length, 50, 200));
        Assert.Equal([new SizeLimit(Bytes: null, Events: 50)], run.Journal.Limits);
    }

    [Fact]
    public async Task AWaitThatRunsIsCutAndFollowedByAnAttempt()
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

        Begin(run);
        await sending.WaitAsync(Soon);

        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
        Assert.Equal(TimeSpan.Zero, run.Now);
    }

    [Fact]
    public async Task ALaterWaitBeyondTheLimitGivesUpAtOnceAndHoldsUntilTheEnd()
    {
        using var run = new SenderRun(static _ =>
        {
            var answer = DataPlaneDouble.Answer(503);
            answer.Headers.TryAddWithoutValidation("Retry-After", "60");
            return answer;
        });
        var sending = run.StartAsync(TestMessages.Several(2));
        Begin(run);
        await HoldAsync(run, lanes: 1);

        // The first attempt, and the one after the wait that was cut.
        Assert.Equal(2, run.Plane.Requests.Count);
        await run.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(2, run.Plane.Requests.Count);
        Assert.Empty(run.Journal.SettledIds);

        run.Stop.End();
        await sending.WaitAsync(Soon);
        AssertAllDropped(run, 2);
    }

    [Fact]
    public async Task AWaitThatEndsWithinTheLimitIsWaited()
    {
        using var run = new SenderRun(static _ => 503, new TestSettings { RetryAfter = TimeSpan.FromSeconds(4) });
        Begin(run);
        var sending = run.StartAsync(TestMessages.Several(2));

        await run.AdvanceAsync(TimeSpan.FromMinutes(1));
        await HoldAsync(run, lanes: 1);

        // At 0, 4 and 8 s; the next would be at 12.
        Assert.Equal(3, run.Plane.Requests.Count);
        run.Stop.End();
        await sending.WaitAsync(Soon);
    }

    [Theory]
    [MemberData(nameof(UnreachableFaults))]
    public async Task WhoCannotBeReachedIsTriedForThreeSeconds(Exception fault)
    {
        using var run = Unreachable(fault, retryAfter: TimeSpan.FromSeconds(1));

        Assert.Equal([0, 1, 2, 3], await AttemptsAsync(run));
    }

    [Theory]
    [MemberData(nameof(UnreachableFaults))]
    public async Task WhoCannotBeReachedIsTriedTwiceAtLeast(Exception fault)
    {
        using var run = Unreachable(fault, retryAfter: TimeSpan.FromSeconds(10));

        Assert.Equal([0, 3], await AttemptsAsync(run));
    }

    [Fact]
    public async Task WhoCannotBeReachedIsTriedTwiceEvenIfTheFirstAttemptTookLonger()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            HttpResponseMessage (_) =>
            {
                running!.Time.Advance(TimeSpan.FromSeconds(4));
                throw Wrapped(new SocketException((int)SocketError.HostNotFound));
            },
            new TestSettings { RetryAfter = TimeSpan.FromSeconds(1) });
        Begin(run);
        var sending = run.StartAsync(TestMessages.Several(1));

        await HoldAsync(run, lanes: 1);

        Assert.Equal(2, run.Plane.Requests.Count);
        run.Stop.End();
        await sending.WaitAsync(Soon);
    }

    [Fact]
    public async Task WithoutWaitsWhoCannotBeReachedIsStillTriedForThreeSecondsOnly()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            HttpResponseMessage (_) =>
            {
                // An end to the test if there is none to the attempts.
                if (running!.Now > TimeSpan.FromSeconds(20))
                    running.Stop.End();
                running.Time.Advance(TimeSpan.FromMilliseconds(100));
                throw Wrapped(new SocketException((int)SocketError.ConnectionRefused));
            },
            new TestSettings { RetryAfter = TimeSpan.Zero });
        Begin(run);
        var sending = run.StartAsync(TestMessages.Several(1));

        await HoldAsync(run, lanes: 1);

        Assert.InRange(run.Now, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.2));
        run.Stop.End();
        await sending.WaitAsync(Soon);
    }

    // A connection that breaks was one: somebody is there.
    [Theory]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.ConnectionAborted)]
    [InlineData(SocketError.TimedOut)]
    public async Task ABrokenConnectionFollowsTheRuleForStalls(SocketError error)
    {
        using var run = Unreachable(new SocketException((int)error), retryAfter: TimeSpan.FromSeconds(2));

        Assert.Equal([0, 2, 4, 6, 8, 10], await AttemptsAsync(run));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(301)]
    public async Task WhatWasRefusedBeforeGetsOneAttemptOfTheWholeSink(int status)
    {
        using var run = new SenderRun(_ => status);
        Task[] sending = [.. Enumerable.Range(0, 4).Select(i => run.MakeSender().SendAsync(new[] { TestMessages.Queued($"m{i}") }))];
        Assert.Equal(4, run.Plane.Requests.Count);

        Begin(run);
        await EndRequestAsync(run);
        await run.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(5, run.Plane.Requests.Count);
        run.Stop.End();
        await Task.WhenAll(sending).WaitAsync(Soon);
        AssertAllDropped(run, 4);
    }

    [Fact]
    public async Task AGeneralRefusalInOtherWordsCountsAsRefused()
    {
        using var run = new SenderRun(static _ => DataPlaneDouble.Foreign(403));
        var sending = run.StartAsync(TestMessages.Several(1));

        Begin(run);
        await EndRequestAsync(run);

        // The message twice, and the empty batch.
        Assert.Equal(3, run.Plane.Requests.Count);
        run.Stop.End();
        await sending.WaitAsync(Soon);
        AssertAllDropped(run, 1);
    }

    [Fact]
    public async Task WhatIsFirstRefusedDuringTheShutdownGetsOneMoreAttemptAfterASecond()
    {
        using var run = new SenderRun(static _ => 401);
        Begin(run);
        Task[] sending = [.. Enumerable.Range(0, 3).Select(i => run.MakeSender().SendAsync(new[] { TestMessages.Queued($"m{i}") }))];
        Assert.Equal(3, run.Plane.Requests.Count);

        await run.AdvanceAsync(TimeSpan.FromSeconds(0.9));
        Assert.Equal(3, run.Plane.Requests.Count);
        await run.AdvanceAsync(TimeSpan.FromSeconds(0.1));
        await EndRequestAsync(run);

        Assert.Equal(4, run.Plane.Requests.Count);
        run.Stop.End();
        await Task.WhenAll(sending).WaitAsync(Soon);
        AssertAllDropped(run, 3);
    }

    [Fact]
    public async Task AfterAProbeThatIsAcceptedAllGoOn()
    {
        var refusals = 3;
        using var run = new SenderRun(_ => refusals-- > 0 ? 401 : 200);
        Task[] sending = [.. Enumerable.Range(0, 3).Select(i => run.MakeSender().SendAsync(new[] { TestMessages.Queued($"m{i}") }))];

        Begin(run);

        await Task.WhenAll(sending).WaitAsync(Soon);
        Assert.Equal(6, run.Plane.Requests.Count);
        Assert.Equal(["m0", "m1", "m2"], run.Journal.DeliveredIds.Order());
    }

    [Fact]
    public async Task ABadMessageStillCostsNoOtherItsPlace()
    {
        using var run = new SenderRun(static request => request.Ids.Contains("m3") ? 400 : 200);
        Begin(run);

        await run.SendAsync(TestMessages.Several(8));

        Assert.Equal(7, run.Journal.DeliveredIds.Count);
        Assert.Equal(("m3", DropReason.Rejected), run.Journal.Drops.Select(static drop => (drop.Id, drop.Reason)).Single());
    }

    [Fact]
    public async Task AfterTheEndWhatIsLeftIsDroppedInOrder()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            int (request) =>
            {
                if (request.Ids is ["m0", "m1"])
                {
                    running!.Stop.Begin();
                    running.Stop.End();
                    throw new OperationCanceledException();
                }

                return request.Ids.Length > 2 ? 400 : 200;
            });

        await run.StartAsync(TestMessages.Several(4)).WaitAsync(Soon);

        Assert.Equal(2, run.Plane.Requests.Count);
        AssertAllDropped(run, 4);
    }

    [Fact]
    public async Task AnAnswerThatCameInTimeCountsAfterTheEnd()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            _ =>
            {
                running!.Stop.Begin();
                running.Stop.End();
                return 200;
            });

        await run.StartAsync(TestMessages.Several(2)).WaitAsync(Soon);

        Assert.Equal(["m0", "m1"], run.Journal.DeliveredIds);
    }

    [Fact]
    public async Task WhatWasSetAsideIsDroppedAtTheEndFirst()
    {
        SenderRun? running = null;
        using var run = running = new SenderRun(
            request =>
            {
                if (request.Ids is ["m1"])
                {
                    Begin(running!);
                    running!.Stop.End();
                }

                return DataPlaneDouble.Foreign(403);
            });

        await run.StartAsync(TestMessages.Several(4)).WaitAsync(Soon);

        AssertAllDropped(run, 4);
    }

    [Fact]
    public async Task AfterTheEndNothingIsSent()
    {
        using var run = new SenderRun(static _ => 200);
        Begin(run);
        run.Stop.End();

        await run.StartAsync(TestMessages.Several(2)).WaitAsync(Soon);

        Assert.Empty(run.Plane.Requests);
        Assert.Equal(0, run.Journal.Attempts);
        AssertAllDropped(run, 2);
    }

    static SenderRun Unreachable(Exception fault, TimeSpan retryAfter) =>
        new(HttpResponseMessage (_) => throw Wrapped(fault), new TestSettings { RetryAfter = retryAfter });

    static HttpRequestException Wrapped(Exception cause) => new("outer", new IOException("between", cause));

    // The seconds at which attempts were made until the lane held.
    static async Task<IEnumerable<int>> AttemptsAsync(SenderRun run)
    {
        var seconds = new List<int>();
        Begin(run);
        run.Journal.OnPostponed = () => seconds.Add((int)Math.Round(run.Now.TotalSeconds));
        var sending = run.StartAsync(TestMessages.Several(2));
        await run.AdvanceAsync(TimeSpan.FromMinutes(2));
        await HoldAsync(run, lanes: 1);
        run.Stop.End();
        await sending.WaitAsync(Soon);
        return seconds;
    }

    static void Begin(SenderRun run)
    {
        run.Stop.Begin();
        run.Stop.CutWaits();
    }

    static Task HoldAsync(SenderRun run, int lanes) => ChangeAsync(run, (holding, _) => holding == lanes);

    static Task EndRequestAsync(SenderRun run) => ChangeAsync(run, static (_, endRequested) => endRequested);

    static async Task ChangeAsync(SenderRun run, Func<int, bool, bool> isReached)
    {
        while (true)
        {
            var changed = run.Stop.WhenChangedAsync(out var holding, out var endRequested);
            if (isReached(holding, endRequested))
                return;
            await changed.WaitAsync(Soon);
        }
    }

    static void AssertAllDropped(SenderRun run, int count)
    {
        Assert.Equal(Enumerable.Range(0, count).Select(static i => $"m{i}"), run.Journal.Drops.Select(static drop => drop.Id).Order());
        Assert.All(run.Journal.Drops, static drop => Assert.Equal(DropReason.Shutdown, drop.Reason));
        Assert.Empty(run.Journal.DeliveredIds);
    }
}
