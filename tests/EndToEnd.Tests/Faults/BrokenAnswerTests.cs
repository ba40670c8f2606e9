using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;

namespace EndToEnd.Tests.Faults;

/// <summary>Requests that end without an answer, or with half of one, or with one that is not true.</summary>
[Collection(nameof(OneAtATime))]
public class BrokenAnswerTests
{
    static readonly TimeSpan ShortTimeout = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan TooLong = TimeSpan.FromMinutes(1);

    public static TheoryData<string, Fault> Faults => new()
    {
        { "resets in the body", new Fault { CutConnection = ConnectionCut.BeforeReading, Times = 3 } },
        { "resets after storing", new Fault { CutConnection = ConnectionCut.AfterStoring, Times = 3 } },
        { "answers half of a 503", new Fault { CutConnection = ConnectionCut.InAnswer, Status = 503, Times = 3 } },
        { "hangs", new Fault { Hang = true, Times = 2 } },
        { "stores and hangs", new Fault { Hang = true, Store = true, Times = 2 } },
        { "stores and answers too late", new Fault { Delay = TooLong, Store = true, Times = 2 } },
        { "stores and answers 500", new Fault { Status = 500, Store = true, Times = 3 } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task TheSameBytesAreSentAgainUntilTheyAreAcknowledged(string name, Fault fault)
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.RequestTimeout = ShortTimeout);
        sink.DataPlane.Faults.Add(fault);
        sink.Log(20);

        var statistics = await sink.SettleAsync();

        Assert.Equal(20, statistics.Delivered);
        Assert.True(sink.Batches.Count >= fault.Times + 1, $"\"{name}\" was to spoil {fault.Times} attempts.");
        Attempts.AssertSameButForSentAt(sink.Batches.Where(request => request.Body is not null).ToArray());
    }

    [Fact]
    public async Task AResetInTheMiddleOfALargeBodyLosesNothing()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.DisableGzip = true);
        sink.DataPlane.Faults.Add(new Fault { CutConnection = ConnectionCut.BeforeReading, Times = 5 });
        sink.Log(40, properties: new { Text = new string('x', 12_000) });

        var statistics = await sink.SettleAsync();

        Assert.Equal(40, statistics.Delivered);
        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    [Fact]
    public async Task AStatusThatHasArrivedCountsWhateverBecomesOfItsBody()
    {
        await using var sink = await SinkUnderTest.StartAsync();
        sink.DataPlane.Faults.Add(new Fault { CutConnection = ConnectionCut.InAnswer, Status = 200, Body = "a long way to OK", Store = true });
        sink.Log(20);

        await sink.SettleAsync();

        Assert.Single(sink.Batches);
        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    [Fact]
    public async Task ASlowAnswerIsWaitedForAndNotRepeated()
    {
        await using var sink = await SinkUnderTest.StartAsync();
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(300) });
        sink.Log(20);

        await sink.SettleAsync();

        Assert.Single(sink.Batches);
        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    [Fact]
    public async Task AServerThatRefusesConnectionsGetsEverythingWhenItIsBack()
    {
        await using var sink = await SinkUnderTest.StartAsync();
        await sink.DataPlane.StopListeningAsync();
        sink.Log(250);
        var flush = SinkUnderTest.FlushAsync();
        await SoonEnough.IsTrueAsync(() => sink.Meter.Retried > 300);

        await sink.DataPlane.StartListeningAsync();
        await flush;
        await sink.SettleAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
    }

    [Fact]
    public async Task AFlappingServerGetsEverythingOnceAndInOrder()
    {
        await using var sink = await SinkUnderTest.StartAsync(options => options.BatchSize = 10);
        for (var i = 0; i < 40; i++)
        {
            sink.DataPlane.Faults.Add(new Fault { Status = 503 });
            sink.DataPlane.Faults.Add(new Fault());
        }

        sink.Log(400);
        await sink.SettleAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
        Assert.Equal(80, sink.Batches.Count);
    }
}
