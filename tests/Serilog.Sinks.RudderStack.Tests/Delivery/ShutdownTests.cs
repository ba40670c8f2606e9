using System.Collections.Concurrent;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

/// <summary>The end of a sink, from the outside. The rules of its clock: <see cref="Transport.StopSignalTests"/>.</summary>
[Collection(SelfLogCapture.Collection)]
public sealed class ShutdownTests : IDisposable
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    readonly SelfLogCapture _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void WithNothingPendingItEndsAtOnceOnTheCallersThread()
    {
        using var run = new ShutdownRun(Answering(200));

        Assert.True(run.Shutdown.RunAsync().IsCompletedSuccessfully);
        run.Shutdown.Run();

        Assert.Equal(1, run.Ends);
        Assert.Equal(RudderStack.Delivery.Admission.Closed, run.Ledger.Admit(10, wait: false, out _));
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task WhatIsPendingIsDeliveredWithoutWaitingForTheInterval(int lanes)
    {
        using var run = new ShutdownRun(Answering(200), new TestSettings { BatchSize = 10 }, lanes);
        run.Log(1234);

        await run.Shutdown.RunAsync().WaitAsync(Soon);

        AssertStatistics(run, accepted: 1234, delivered: 1234, lost: 0);
        Assert.Equal(1, run.Ends);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task AServerThatNeverAnswersEndsAtTheStallLimitAndEachMessageIsHandedOver()
    {
        var handedOver = new ConcurrentQueue<string?>();
        var linesBefore = new ConcurrentQueue<int>();
        using var run = new ShutdownRun(Hanging(), new TestSettings
        {
            BatchSize = 10,
            OnDropped = message =>
            {
                linesBefore.Enqueue(_log.Lines.Count(static line => line.Contains("(shutdown)")));
                Assert.Equal(DropReason.Shutdown, message.Reason);
                handedOver.Enqueue(message.MessageId);
            },
        });
        run.Log(95);

        await run.DriveAsync(run.Shutdown.RunAsync());

        Assert.True(run.Now >= TimeSpan.FromSeconds(10));
        AssertStatistics(run, accepted: 95, delivered: 0, lost: 95);
        Assert.Equal(Enumerable.Range(0, 95).Select(static i => $"m{i}"), handedOver);

        // Counted and reported first, once for all.
        Assert.All(linesBefore, static lines => Assert.Equal(1, lines));
        Assert.Single(_log.Lines, static line => line.Contains("95 messages were dropped (shutdown)"));
        Assert.Contains(_log.Lines, static line => line.Contains("95 messages are still pending"));
        Assert.DoesNotContain(_log.Lines, static line => line.Contains("not handed"));
        Assert.Equal(1, run.Ends);
    }

    [Fact]
    public async Task WhilePartsOfABatchAreAcknowledgedOnlyTheShutdownTimeoutEndsIt()
    {
        // Each message is a part of one batch, and each answer takes two seconds.
        ShutdownRun? running = null;
        var timeIsUp = new TaskCompletionSource();
        using var handler = new HandlerDouble((_, _) =>
        {
            if (running!.Now >= TimeSpan.FromSeconds(60))
            {
                timeIsUp.TrySetResult();
                return new TaskCompletionSource<HttpResponseMessage>().Task;
            }

            running.Time.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(DataPlaneDouble.Answer(200));
        });
        using var run = running = new ShutdownRun(handler, new TestSettings { MaxBatchBytes = 1 });
        run.Log(200);

        var shutdown = run.Shutdown.RunAsync();
        await Task.WhenAny(shutdown, timeIsUp.Task).WaitAsync(Soon);
        await run.DriveAsync(shutdown);

        // The answer of the last second may come too late.
        var statistics = run.Ledger.ReadStatistics();
        Assert.InRange(statistics.Delivered, 29, 30);
        AssertStatistics(run, accepted: 200, statistics.Delivered, lost: 200 - statistics.Delivered);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task WhenAllLanesHoldItEndsWithoutWaiting(int lanes)
    {
        using var run = new ShutdownRun(Answering(() =>
        {
            var answer = DataPlaneDouble.Answer(503);
            answer.Headers.TryAddWithoutValidation("Retry-After", "60");
            return answer;
        }), lanes: lanes);
        run.Log(30);

        await run.Shutdown.RunAsync().WaitAsync(Soon);

        Assert.Equal(TimeSpan.Zero, run.Now);
        AssertStatistics(run, accepted: 30, delivered: 0, lost: 30);
    }

    [Fact]
    public async Task WhatWasRefusedBeforeEndsAfterOneMoreAttemptWithoutWaiting()
    {
        var requests = 0;
        using var paused = new CountdownEvent(3);
        using var run = new ShutdownRun(Answering(() =>
        {
            if (Interlocked.Increment(ref requests) <= 3)
                paused.Signal();
            return DataPlaneDouble.Answer(401);
        }), lanes: 3);
        run.Log(30);
        run.Flush();
        Assert.True(paused.Wait(Soon));
        Assert.True(SpinWait.SpinUntil(() => _log.Lines.Count > 0, Soon));

        // A lane that has not come to its wait yet takes its refusal for the first one, and probes after a second.
        await run.DriveAsync(run.Shutdown.RunAsync());

        Assert.Equal(4, requests);
        AssertStatistics(run, accepted: 30, delivered: 0, lost: 30);
    }

    [Fact]
    public async Task AHookThatNeverReturnsHoldsItForFiveSecondsMoreAndTheRestIsReported()
    {
        using var unblocked = new ManualResetEventSlim();
        using var run = new ShutdownRun(Hanging(), new TestSettings { OnDropped = _ => unblocked.Wait(Soon) });
        run.Log(20);

        await run.DriveAsync(run.Shutdown.RunAsync());
        unblocked.Set();

        Assert.True(run.Now >= TimeSpan.FromSeconds(15));
        AssertStatistics(run, accepted: 20, delivered: 0, lost: 20);
        Assert.Single(_log.Lines, static line => line.Contains("20 messages were dropped (shutdown)"));
        Assert.Single(_log.Lines, static line => line.Contains("19 messages were dropped by the shutdown and not handed to OnDropped"));
        run.WaitForHooks();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OnDeliveredThatNeverReturnsIsReported(bool blocks)
    {
        using var unblocked = new ManualResetEventSlim();
        using var called = new ManualResetEventSlim();
        using var run = new ShutdownRun(Answering(200), new TestSettings
        {
            OnDelivered = _ =>
            {
                called.Set();
                unblocked.Wait(Soon);
            },
        });
        run.Log(20);
        run.Flush();
        Assert.True(called.Wait(Soon));

        await run.DriveAsync(blocks
            ? Task.Factory.StartNew(run.Shutdown.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : run.Shutdown.RunAsync());
        unblocked.Set();

        AssertStatistics(run, accepted: 20, delivered: 20, lost: 0);
        Assert.Contains("the disposal ended before OnDelivered", Assert.Single(_log.Lines));
        run.WaitForHooks();
    }

    [Fact]
    public async Task AThreadThatDisposesWatchesTheSameClocks()
    {
        using var unblocked = new ManualResetEventSlim();
        using var run = new ShutdownRun(Hanging(), new TestSettings { OnDropped = _ => unblocked.Wait(Soon) });
        run.Log(20);

        await run.DriveAsync(Task.Factory.StartNew(run.Shutdown.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        unblocked.Set();

        Assert.True(run.Now >= TimeSpan.FromSeconds(15));
        AssertStatistics(run, accepted: 20, delivered: 0, lost: 20);
        Assert.Single(_log.Lines, static line => line.Contains("20 messages were dropped (shutdown)"));
        Assert.Single(_log.Lines, static line => line.Contains("not handed"));
        run.WaitForHooks();
    }

    [Fact]
    public async Task DisposalFromInsideAHookDoesNotWaitForItself()
    {
        ShutdownRun? running = null;
        var disposed = 0;
        using var run = running = new ShutdownRun(Answering(200), new TestSettings
        {
            OnDelivered = _ =>
            {
                running!.Shutdown.Run();
                Assert.True(running.Shutdown.RunAsync().IsCompletedSuccessfully);
                disposed++;
            },
        });
        run.Log(3);
        run.Flush();

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref disposed) == 3, Soon));
        await run.Shutdown.RunAsync().WaitAsync(Soon);

        AssertStatistics(run, accepted: 3, delivered: 3, lost: 0);
    }

    [Fact]
    public async Task SeveralWhoDisposeWaitForTheSameEnd()
    {
        using var run = new ShutdownRun(Answering(200), new TestSettings { BatchSize = 10 }, lanes: 2);
        run.Log(500);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            if (i % 2 == 0)
                return run.Shutdown.RunAsync();
            run.Shutdown.Run();
            return Task.CompletedTask;
        }))).WaitAsync(Soon);

        AssertStatistics(run, accepted: 500, delivered: 500, lost: 0);
        Assert.Equal(1, run.Ends);
    }

    static HandlerDouble Answering(int status) => Answering(() => DataPlaneDouble.Answer(status));

    static HandlerDouble Answering(Func<HttpResponseMessage> answer) => new((_, _) => Task.FromResult(answer()));

    static HandlerDouble Hanging() => new((_, _) => new TaskCompletionSource<HttpResponseMessage>().Task);

    static void AssertStatistics(ShutdownRun run, long accepted, long delivered, long lost)
    {
        var statistics = run.Ledger.ReadStatistics();
        Assert.Equal(
            (accepted, delivered, lost, 0),
            (statistics.Accepted, statistics.Delivered, statistics.Dropped.GetValueOrDefault(DropReason.Shutdown), statistics.Pending));
        Assert.Equal(lost, statistics.Dropped.Values.Sum());
    }
}
