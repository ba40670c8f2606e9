using Microsoft.Extensions.Time.Testing;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Delivery;

public sealed class BacklogWatchTests
{
    const int BatchSize = 100;

    readonly FakeTimeProvider _time = new();

    // What waits, at looks five seconds apart; a minus is a failure before the look.
    [Theory]
    [InlineData(1, "200 400 600", 3)]
    [InlineData(1, "100 200 300", 3)]
    [InlineData(1, "200 299 398 497 596", null)]
    [InlineData(1, "5000 4000 3000 2000", null)]
    [InlineData(1, "5000 6000 5900 7000 8000 9000", 6)]
    [InlineData(1, "5000 5000 5000 5000", null)]
    [InlineData(1, "200 400 -600 800", null)]
    [InlineData(1, "200 400 -600 800 1000", 5)]
    [InlineData(1, "10 40 99 20 60", null)]
    [InlineData(4, "200 400 600 800", null)]
    [InlineData(4, "400 800 1200", 3)]
    public void AQueueThatGrowsThreeTimesByABatchForEachLaneIsReported(int lanes, string pending, int? reportedAt)
    {
        var watch = new BacklogWatch(new TestSettings { Time = _time, BatchSize = BatchSize, MaxConcurrentRequests = lanes }.Freeze());
        int? reported = null;
        int[] looks = [.. pending.Split(' ').Select(static one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture))];
        for (var look = 0; look < looks.Length; look++)
        {
            if (looks[look] < 0)
                watch.Failed();
            _time.Advance(TimeSpan.FromSeconds(5));
            if (watch.Grows(Math.Abs(looks[look]), delivered: BatchSize))
                reported ??= look + 1;
        }

        Assert.Equal(reportedAt, reported);
    }

    [Fact]
    public void ItIsReportedOnce()
    {
        var watch = new BacklogWatch(new TestSettings { Time = _time, BatchSize = BatchSize }.Freeze());
        var reports = 0;
        for (var look = 1; look <= 100; look++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            reports += watch.Grows(look * 1000, BatchSize) ? 1 : 0;
        }

        Assert.Equal(1, reports);
    }

    [Fact]
    public void ABurstWithinFiveSecondsIsNone()
    {
        var watch = new BacklogWatch(new TestSettings { Time = _time, BatchSize = BatchSize }.Freeze());
        for (var look = 1; look <= 14; look++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(watch.Grows(look * 1000, BatchSize));
        }
    }
}
