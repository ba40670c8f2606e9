using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>More is logged than can be sent.</summary>
[Collection(nameof(OneAtATime))]
public class QueueTests
{
    readonly VirtualTime _time = new();

    [Fact]
    public async Task AQueueFullForAMinuteDropsCountsAndReportsWhatDoesNotFit()
    {
        await using var sink = await SinkUnderTest.StartAsync(_time, options =>
        {
            options.QueueLimit = 100;
            options.RetryAfter = null;
        });
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        sink.Log(100);
        var flush = SinkUnderTest.FlushAsync();
        for (var second = 0; second < 60; second++)
        {
            sink.Log(50);
            await _time.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(100, sink.Meter.Pending);
        Assert.Equal(3_000, sink.Dropped.Count);

        sink.DataPlane.Faults.Clear();
        await _time.RunAsync(flush);
        sink.Log(50);
        var statistics = await sink.SettleAsync(_time);

        Assert.Equal(3_000, statistics.Dropped[DropReason.QueueFull]);
        Assert.Equal(150, sink.StoredIds.Count);

        // The first at once, then one summary in thirty seconds.
        Assert.InRange(sink.SelfLogLines.Count(line => line.Contains("queue_full", StringComparison.Ordinal)), 2, 4);
    }

    [Fact]
    public async Task ABlockedCallerWaitsForAMinuteAndLosesNothing()
    {
        await using var sink = await SinkUnderTest.StartAsync(_time, options =>
        {
            options.QueueLimit = 100;
            options.RetryAfter = null;
            options.WhenQueueFull = WhenQueueFull.Block;
        });
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        sink.Log(100);
        var logging = Enumerable.Range(0, 4).Select(thread => OnItsOwnThread(() => sink.Log(100, $"user{thread}"))).ToArray();
        await _time.PassAsync(TimeSpan.FromMinutes(1));

        Assert.All(logging, task => Assert.False(task.IsCompleted));
        Assert.Equal(100, sink.Meter.Pending);

        sink.DataPlane.Faults.Clear();
        await _time.RunAsync(Task.WhenAll(logging));
        var statistics = await sink.SettleAsync(_time);

        Assert.Equal(500, statistics.Delivered);
        Assert.Equal(500, sink.StoredIds.Count);
    }

    [Fact]
    public async Task DisposalReleasesCallersWhoAreBlocked()
    {
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.QueueLimit = 10;
            options.WhenQueueFull = WhenQueueFull.Block;
            options.ShutdownTimeout = TimeSpan.FromMilliseconds(500);
        });
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        sink.Log(10);
        var logging = Enumerable.Range(0, 4).Select(thread => OnItsOwnThread(() => sink.Log(1, $"user{thread}"))).ToArray();
        await SoonEnough.IsTrueAsync(() => sink.Logged.Count == 14);

        await sink.Logger.DisposeAsync();
        await Task.WhenAll(logging);

        await sink.CloseAsync();
        Assert.Equal(14, sink.Meter.Dropped[DropReason.Shutdown]);
    }

    [Theory]
    [InlineData(WhenQueueFull.Drop)]
    [InlineData(WhenQueueFull.Block)]
    public async Task TheByteLimitHoldsWhateverTheSizesAre(WhenQueueFull whenFull)
    {
        const long Limit = 200_000;
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.QueueLimitBytes = Limit;
            options.WhenQueueFull = whenFull;
            options.Interval = TimeSpan.FromMilliseconds(20);
        });
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = 200 });
        var most = 0L;
        for (var i = 0; i < 500; i++)
        {
            sink.Log(1, properties: new { Text = new string('x', i * 7919 % 30_000) });
            most = Math.Max(most, sink.Meter.PendingBytes);
        }

        var statistics = await sink.SettleAsync();

        Assert.InRange(most, Limit * 3 / 4, Limit);
        Assert.Equal(500, statistics.Delivered + statistics.Dropped.GetValueOrDefault(DropReason.QueueFull));
        Assert.Equal(whenFull == WhenQueueFull.Block, statistics.Delivered == 500);
    }

    static Task OnItsOwnThread(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
