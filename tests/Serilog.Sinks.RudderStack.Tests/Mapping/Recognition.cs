using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

[Collection(nameof(SelfLogTests))]
public class Recognition
{
    [Theory]
    [InlineData("track", nameof(MessageType.Track))]
    [InlineData("identify", nameof(MessageType.Identify))]
    [InlineData("page", nameof(MessageType.Page))]
    [InlineData("screen", nameof(MessageType.Screen))]
    [InlineData("group", nameof(MessageType.Group))]
    [InlineData("alias", nameof(MessageType.Alias))]
    [InlineData(" Track\t", nameof(MessageType.Track))]
    [InlineData("IDENTIFY", nameof(MessageType.Identify))]
    public void TheSixNamesAreRecognisedTrimmedAndIgnoringCase(string eventType, string expected)
    {
        Assert.True(new MapperBuilder().Build().TryRecognise(EventWith(eventType), out var type));
        Assert.Equal(expected, type.ToString());
    }

    [Theory]
    [InlineData("tracks")]
    [InlineData("trick")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("merge")]
    [InlineData(null)]
    [InlineData(42)]
    [InlineData(0x1A2B3C4Du)]
    [InlineData("1a2b3c4d")]
    public void EverythingElseIsIgnored(object? eventType) =>
        Assert.False(new MapperBuilder().Build().TryRecognise(EventWith(eventType), out _));

    [Fact]
    public void AnEventWithoutEventTypeIsIgnored() =>
        Assert.False(new MapperBuilder().Build().TryRecognise(MapperBuilder.Capture(log => log.Information("Hello")), out _));

    [Fact]
    public void TheNameOfThePropertyIsMatchedExactly()
    {
        var logEvent = MapperBuilder.Capture(log => log.ForContext("eventtype", "track").Information("Hello"));
        Assert.False(new MapperBuilder().Build().TryRecognise(logEvent, out _));
    }

    [Fact]
    public void TheNameOfThePropertyIsConfigurable()
    {
        var mapper = new MapperBuilder { Names = MapperBuilder.DefaultNames with { EventType = "Call" } }.Build();
        Assert.True(mapper.TryRecognise(MapperBuilder.Capture(log => log.ForContext("Call", "page").Information("Hello")), out _));
    }

    [Fact]
    public void AStructureIsNoCall()
    {
        var logEvent = MapperBuilder.Capture(log => log.ForContext("EventType", new { Name = "track" }, destructureObjects: true).Information("Hello"));
        Assert.False(new MapperBuilder().Build().TryRecognise(logEvent, out _));
    }

    [Fact]
    public void UnknownTextIsReportedOnceForEachOfThreeValues()
    {
        var mapper = new MapperBuilder().Build();
        var reported = SelfLogTests.Record(() =>
        {
            foreach (var eventType in new[] { "trakc", "trakc", "purchase", "Security", "fourth", "purchase" })
                mapper.TryRecognise(EventWith(eventType), out _);
        });

        Assert.Equal(3, reported.Count);
        Assert.Contains("\"trakc\"", reported[0], StringComparison.Ordinal);
        Assert.Contains("\"purchase\"", reported[1], StringComparison.Ordinal);
        Assert.Contains("\"Security\"", reported[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x1A2B3C4Du)]
    [InlineData(-17)]
    [InlineData("1A2B3C4D")]
    [InlineData("0xdeadbeef")]
    [InlineData("deadbeef")]
    [InlineData(true)]
    public void HashesAreNotReported(object eventType)
    {
        var mapper = new MapperBuilder().Build();
        Assert.Empty(SelfLogTests.Record(() => mapper.TryRecognise(EventWith(eventType), out _)));
    }

    static LogEvent EventWith(object? eventType) =>
        MapperBuilder.Capture(log => log.ForContext("EventType", eventType).Information("Hello"));
}
