using EndToEnd.Tests.Faults.Support;
using RudderStack.Local;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Faults;

/// <summary>The data plane is away for minutes, by 503 or by refused connections, with the default back-off and limits.</summary>
[Collection(nameof(OneAtATime))]
public class OutageTests
{
    readonly VirtualTime _time = new();
    readonly ITestOutputHelper _output;

    public OutageTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData(true, 9)]
    [InlineData(true, 2)]
    [InlineData(false, 9)]
    [InlineData(false, 2)]
    public async Task AnOutageShorterThanTheTimeLimitLosesRepeatsAndReordersNothing(bool refuses, int minutes)
    {
        await using var sink = await SinkUnderTest.StartAsync(_time, options => options.RetryAfter = null);
        sink.Log(100);
        await sink.SettleAsync(_time);

        await BeginAsync(sink, refuses);
        sink.Log(500);
        var flush = SinkUnderTest.FlushAsync();
        await _time.PassAsync(TimeSpan.FromMinutes(minutes) / 2);
        sink.Log(500, user: "later");
        await _time.PassAsync(TimeSpan.FromMinutes(minutes) / 2);
        Assert.Equal(1_000, sink.Meter.Pending);
        await EndAsync(sink, refuses);
        await _time.RunAsync(flush);
        var statistics = await sink.SettleAsync(_time);

        var stored = sink.StoredIds;
        _output.WriteLine(
            $"{minutes} minutes of {(refuses ? "refused connections" : "503")}: {sink.Logged.Count} logged, "
            + $"{sink.Logged.Except(stored).Count()} lost, {stored.Count - stored.Distinct().Count()} duplicated.");
        Assert.Equal(1_100, statistics.Delivered);
        Assert.Equal(sink.Logged, stored);
    }

    [Fact]
    public async Task EachAttemptOfAnOutageSendsTheSameBytesWithANewSentAt()
    {
        await using var sink = await SinkUnderTest.StartAsync(_time, options => options.RetryAfter = null);
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        sink.Log(10);
        var flush = SinkUnderTest.FlushAsync();
        await _time.PassAsync(TimeSpan.FromMinutes(9));
        sink.DataPlane.Faults.Clear();
        await _time.RunAsync(flush);
        await sink.SettleAsync(_time);

        Attempts.AssertSameButForSentAt(sink.Batches);
        Assert.InRange(sink.Batches.Count, 18, 200);
        Assert.All(Attempts.Waits(sink.Batches), wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task AWallClockThatJumpsChangesNeitherWaitsNorTheTimeLimit()
    {
        await using var sink = await SinkUnderTest.StartAsync(_time, options => options.RetryAfter = TimeSpan.FromSeconds(10));
        sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        sink.Log(10);
        var flush = SinkUnderTest.FlushAsync();
        for (var jump = 0; jump < 54; jump++)
        {
            _time.WallClockOffset = TimeSpan.FromDays(jump % 2 == 0 ? 400 : -400);
            await _time.PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(10, sink.Meter.Pending);
        Assert.InRange(sink.Batches.Count, 54, 55);
        sink.DataPlane.Faults.Clear();
        sink.DataPlane.Faults.Add(new Fault { Status = 429, Headers = { ["Retry-After"] = _time.GetUtcNow().AddSeconds(20).ToString("R") } });
        _time.WallClockOffset = TimeSpan.FromDays(-4_000);
        await _time.RunAsync(flush);
        await sink.SettleAsync(_time);

        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    static async Task BeginAsync(SinkUnderTest sink, bool refuses)
    {
        if (refuses)
            await sink.DataPlane.StopListeningAsync();
        else
            sink.DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
    }

    static async Task EndAsync(SinkUnderTest sink, bool refuses)
    {
        if (refuses)
            await sink.DataPlane.StartListeningAsync();
        else
            sink.DataPlane.Faults.Clear();
    }
}
