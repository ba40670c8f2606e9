using EndToEnd.Tests.Cost;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Shutdown;

/// <summary>Disposal when the program leaves the thread pool no thread.</summary>
public sealed class StarvedPoolTests : EndToEndTest
{
    // Batches, connections and time-outs need threads of the pool.
    [Fact]
    public async Task WhatCannotBeSentIsCountedAndReportedInBoundedTime()
    {
        WithoutCallbacks();
        using var server = new FrugalServer();
        await using var log = CreateLogger(
            options =>
            {
                options.ShutdownTimeout = TimeSpan.FromSeconds(1);
                options.OnDropped = null;
            },
            url: server.Url);
        log.LogTrack("Opens the connection");
        await FlushAsync();

        Starve(() =>
        {
            log.LogTrack("Waits for the interval");
            log.Dispose();
        });

        Assert.Equal((1, 1), (Meter.Delivered, Meter.Dropped["shutdown"]));
        Assert.Contains(Reported.Lines, static line => line.Contains("1 message was dropped (shutdown)", StringComparison.Ordinal));
    }

    [Fact]
    public void SinksThatAreDisposedTogetherDoNotTakeTheLastThreads()
    {
        using var pool = new StarvedPool();
        using var server = new FrugalServer();
        var disposed = new CountdownEvent(4 * pool.Threads);
        var logs = Enumerable.Range(0, disposed.InitialCount).Select(_ => CreateLogger(options => options.ShutdownTimeout = TimeSpan.FromSeconds(0.1), url: server.Url)).ToList();

        foreach (var log in logs)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                log.Dispose();
                disposed.Signal();
            });
        }

        Assert.True(disposed.Wait(SoonEnough.Limit));
    }

    // On a thread that is not the pool's, since the pool has none to come back to.
    static void Starve(Action action)
    {
        using var pool = new StarvedPool();
        var thread = new Thread(() =>
        {
            pool.BlockAll();
            action();
        })
        { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(SoonEnough.Limit));
    }
}
