using System.Diagnostics;
using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Core;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Flush;

/// <summary>What a flush does to the batches around it, and what it leaves behind: nothing.</summary>
public sealed class FlushBatchTests : EndToEndTest
{
    const int CancelledFlushes = 60_000;

    static readonly TimeSpan LongCall = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(130)]
    public async Task TheBatchesAfterAFlushHaveTheirFullSize(int before)
    {
        var log = CreateLogger(options => options.BatchSize = 100);
        LogMany(log, before);
        await FlushAsync();
        LogMany(log, 100);
        await ReceivedAsync(before + 100);
        LogMany(log, 99);
        LogMany(log, 1);
        await ReceivedAsync(before + 200);

        int[] flushed = before > 100 ? [100, before - 100] : [before];
        Assert.Equal([.. flushed, 100, 100], DataPlane.Requests.Select(request => request.MessageCount));
    }

    [Fact]
    public async Task TheBatchAfterAFlushHasItsFullInterval()
    {
        var interval = TimeSpan.FromSeconds(1);
        var log = CreateLogger(options => options.Interval = interval);
        LogMany(log, 5);
        await FlushAsync();
        var clock = Stopwatch.StartNew();
        LogMany(log, 5);
        await ReceivedAsync(10);

        // A timer may be early by its resolution.
        Assert.InRange(clock.Elapsed, interval - TimeSpan.FromMilliseconds(100), SoonEnough.Limit);
        Assert.Equal([5, 5], DataPlane.Requests.Select(request => request.MessageCount));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwentyFlushesDuringARequestMakeOneRequestMore(bool logBetween)
    {
        using var handler = new StubbornHandler { Deaf = 1 };
        var log = CreateLogger(options => (options.BatchSize, options.HttpMessageHandlerFactory) = (100, () => handler));
        LogMany(log, 30);
        var flushes = new List<Task> { FlushAsync() };
        await SoonEnough.IsTrueAsync(() => handler.Sent == 1);
        LogMany(log, 20);
        for (var i = 0; i < 20; i++)
        {
            if (logBetween)
                LogMany(log, 1);
            flushes.Add(FlushAsync());
        }

        handler.Release();
        await Task.WhenAll(flushes);

        Assert.Equal([30, logBetween ? 40 : 20], DataPlane.Requests.Select(request => request.MessageCount));
    }

    [Fact]
    public async Task CancelledFlushesCostTheRecoveryNothing()
    {
        var log = CreateLogger(options => (options.BatchSize, options.RetryAfter) = (100, TimeSpan.FromMilliseconds(20)));
        LogMany(log, 1_000);
        await FlushAsync();
        var (without, _) = await RecoverAsync(log, cancelledFlushes: 0);
        var (with, longest) = await RecoverAsync(log, CancelledFlushes);

        var limit = 3 * without + TimeSpan.FromSeconds(1);

        // The best of several, since each may have waited for its core.
        for (var i = 0; i < 10 && (with > limit || longest > LongCall); i++)
        {
            var again = await RecoverAsync(log, CancelledFlushes);
            (with, longest) = (Shorter(with, again.Drain), Shorter(longest, again.LongestCall));
        }

        Assert.True(with <= limit, $"The recovery took {with}, and {without} without the flushes.");
        Assert.InRange(longest, TimeSpan.Zero, LongCall);

        static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    /// <summary>An outage with much that waits, and its end.</summary>
    /// <returns>How long it took from the end of the outage until all was delivered, and the longest log call of that time.</returns>
    async Task<(TimeSpan Drain, TimeSpan LongestCall)> RecoverAsync(Logger log, int cancelledFlushes)
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        LogMany(log, 10_000);
        await CancelFlushesAsync(cancelledFlushes);

        DataPlane.Faults.Clear();
        var clock = Stopwatch.StartNew();
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 1_000; i++)
        {
            var before = Stopwatch.GetTimestamp();
            LogMany(log, 1);
            var took = Stopwatch.GetElapsedTime(before);
            longest = took > longest ? took : longest;
        }

        await FlushAsync();
        return (clock.Elapsed, longest);
    }

    static async Task CancelFlushesAsync(int count)
    {
        // Many at the same time, then all are cancelled.
        for (var done = 0; done < count;)
        {
            using var cancellation = new CancellationTokenSource();
            var flushes = Enumerable.Range(0, Math.Min(10_000, count - done)).Select(_ => RudderStackDelivery.FlushAsync(cancellation.Token)).ToArray();
            done += flushes.Length;
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(flushes).WaitAsync(SoonEnough.Limit));
        }
    }

    // A message is stored before its request is recorded.
    Task ReceivedAsync(int messages) => SoonEnough.IsTrueAsync(() => DataPlane.Requests.Sum(request => request.MessageCount) >= messages);

    static void LogMany(Logger log, int count)
    {
        for (var i = 0; i < count; i++)
            log.LogTrack("Logged");
    }
}
