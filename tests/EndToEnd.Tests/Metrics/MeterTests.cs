using System.Diagnostics.Metrics;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Sinks.RudderStack.Messages;
using TestedFramework;

namespace EndToEnd.Tests.Metrics;

public sealed class MeterTests : EndToEndTest
{
    [Theory]
    [InlineData("rudderstack.messages.accepted", "{message}", typeof(Counter<long>))]
    [InlineData("rudderstack.messages.delivered", "{message}", typeof(Counter<long>))]
    [InlineData("rudderstack.messages.dropped", "{message}", typeof(Counter<long>))]
    [InlineData("rudderstack.messages.retried", "{message}", typeof(Counter<long>))]
    [InlineData("rudderstack.messages.recovered", "{message}", typeof(Counter<long>))]
    [InlineData("rudderstack.messages.transferred", "{message}", typeof(Counter<long>))]
    [InlineData("rudderstack.queue.messages", "{message}", typeof(ObservableGauge<long>))]
    [InlineData("rudderstack.queue.bytes", "By", typeof(ObservableGauge<long>))]
    [InlineData("rudderstack.request.duration", "s", typeof(Histogram<double>))]
    [InlineData("rudderstack.request.size", "By", typeof(Histogram<long>))]
    public async Task InstrumentsHaveNamesUnitsAndDescriptions(string name, string unit, Type type)
    {
        CreateLogger().LogTrack("Measured");
        await FlushAsync();

        // With netstandard2.0, those of plug-ins that were unloaded are listed as well (UnloadingTests).
        var instruments = Meter.Instruments.Where(instrument => instrument.Name == name).ToList();
        Assert.NotEmpty(instruments);
        if (!Tested.IsNetStandard)
            Assert.Equal((1, 10), (instruments.Count, Meter.Instruments.Count));
        Assert.All(instruments, instrument =>
        {
            Assert.Equal(unit, instrument.Unit);
            Assert.IsType(type, instrument);
            Assert.False(string.IsNullOrWhiteSpace(instrument.Description));
            Assert.Equal(Library.Version, instrument.Meter.Version);
        });
        Assert.Equal(10, Meter.Instruments.Select(instrument => instrument.Name).Distinct().Count());
    }

    [Fact]
    public async Task CountersAgreeWithTheStatistics()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = 2 });
        DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("event").GetString() == "Bad" });
        var log = CreateLogger(options => options.BeforeSend = message => message["event"]!.GetValue<string>() == "Vetoed" ? null : message);
        foreach (var name in new[] { "Good", "Bad", "Vetoed", "Good" })
            log.LogTrack(name);
        log.Track(null, "Invalid");
        log.Track("user-1", "Big", new { Text = new string('x', 40_000) });
        var statistics = await FlushAsync();

        Assert.Equal((6, 2), (Meter.Accepted, Meter.Delivered));
        Assert.Equal((statistics.Accepted, statistics.Delivered), (Meter.Accepted, Meter.Delivered));
        Assert.Equal(new Dictionary<string, long> { ["rejected"] = 1, ["filtered"] = 1, ["invalid"] = 1, ["oversize"] = 1 }, Meter.Dropped);
        Assert.Equal(6, Meter.Retried);
        Assert.Equal((0, 0), (Meter.Pending, statistics.Pending));
    }

    [Fact]
    public async Task GaugesShowWhatWaits()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        var log = CreateLogger();
        var other = CreateLogger();
        for (var i = 0; i < 10; i++)
            log.LogTrack($"Event {i}");
        other.LogTrack("Event 10");

        Assert.Equal(11, Meter.Read("rudderstack.queue.messages"));
        Assert.InRange(Meter.Read("rudderstack.queue.bytes"), 11 * 256, 11 * 1024);

        DataPlane.Faults.Clear();
        await FlushAsync();
        Assert.Equal((0, 0), (Meter.Read("rudderstack.queue.messages"), Meter.Read("rudderstack.queue.bytes")));
    }

    [Fact]
    public async Task EachRequestIsMeasured()
    {
        DataPlane.Faults.Add(new Fault { Status = 503 });
        DataPlane.Faults.Add(new Fault { CutConnection = ConnectionCut.AfterStoring });
        DataPlane.Faults.Add(new Fault { Hang = true });
        CreateLogger(options => options.RequestTimeout = TimeSpan.FromSeconds(4)).LogTrack("Measured");
        await FlushAsync();

        var durations = Meter.Of("rudderstack.request.duration");
        Assert.Equal([503, null, null, 200], durations.Select(duration => (int?)duration.Tag("http.response.status_code")));
        Assert.Equal([null, typeof(HttpRequestException).FullName, "timeout", null], durations.Select(duration => (string?)duration.Tag("error.type")));
        Assert.All(durations, duration => Assert.InRange(duration.Value, 0, 30));
        Assert.Equal(DataPlane.Requests.Select(request => (double)request.WireBytes), Meter.Of("rudderstack.request.size").Select(size => size.Value));
    }

    [Fact]
    public void AuditToIsCountedAsWell()
    {
        WithoutCallbacks();
        var log = Keep(new LoggerConfiguration().AuditTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger());
        log.LogTrack("Stored");
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n" });
        Assert.Throws<AggregateException>(() => log.LogTrack("Refused"));

        Assert.Equal((2, 1, 1), (Meter.Accepted, Meter.Delivered, Meter.Dropped["rejected"]));
        Assert.Equal([200, 400], Meter.Of("rudderstack.request.duration").Select(duration => (int?)duration.Tag("http.response.status_code")));
    }
}
