using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Calls;

public sealed class BadEventTests : EndToEndTest
{
    public static TheoryData<string, string, string> InvalidEvents => new()
    {
        { "track", "neither userId nor anonymousId", "Signed Up" },
        { "identify", "neither userId nor anonymousId", "" },
        { "page", "neither userId nor anonymousId", "Home" },
        { "screen", "neither userId nor anonymousId", "Home" },
        { "group", "no groupId", "" },
        { "alias", "no previousId", "" },
    };

    [Theory]
    [MemberData(nameof(InvalidEvents))]
    public async Task InvalidEventsAreReportedAndTheirNeighboursArrive(string type, string reason, string name)
    {
        var log = CreateLogger();
        log.LogTrack("Before");
        log.ForContext("EventType", type)
            .ForContext("UserId", type is "group" or "alias" ? "user-1" : "")
            .ForContext(type == "track" ? "Event" : "Name", name)
            .ForContext("Note", Secret)
            .ForContext("MessageId", "the-bad-one")
            .Information("Bad {EventType}");
        log.LogTrack("After");
        var statistics = await FlushAsync();

        Assert.Equal(["Before", "After"], Stored("event"));
        Assert.Equal(1, Assert.Single(statistics.Dropped, pair => pair.Key == DropReason.Invalid).Value);
        Assert.Equal((3, 2, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        var line = Assert.Single(Reported.Lines);
        Assert.Contains(type, line, StringComparison.Ordinal);
        Assert.Contains(name, line, StringComparison.Ordinal);
        Assert.Contains("messageId the-bad-one", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrackWithoutANameIsInvalid()
    {
        var log = CreateLogger();
        log.ForContext("EventType", "track").ForContext("UserId", "user-1").Information("{Note}", Secret);
        var statistics = await FlushAsync();

        Assert.Equal(1, statistics.Dropped[DropReason.Invalid]);
        Assert.Contains("no event", Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OversizeEventsAreReportedWithTheirSizeAndLargestMembers()
    {
        var log = CreateLogger();
        log.LogTrack("Before");
        log.Track("user-1", "Big", new { Text = Secret + new string('x', 40_000) }, messageId: "the-big-one");
        log.LogTrack("After");
        var statistics = await FlushAsync();

        Assert.Equal(["Before", "After"], Stored("event"));
        Assert.Equal(1, statistics.Dropped[DropReason.Oversize]);
        var dropped = Assert.Single(Dropped);
        var line = Assert.Single(Reported.Lines);
        Assert.Contains("track \"Big\" (messageId the-big-one)", line, StringComparison.Ordinal);
        Assert.Contains($"{System.Text.Encoding.UTF8.GetByteCount(dropped.Json)} bytes", line, StringComparison.Ordinal);
        Assert.Contains("32768", line, StringComparison.Ordinal);
        Assert.Contains("properties 40", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("汉")]
    [InlineData("😀")]
    public async Task TheSizeLimitIsExactInBytes(string character)
    {
        // The limit of the second logger is one byte below the size of the message.
        var text = string.Concat(Enumerable.Repeat(character, 200));
        var probe = CreateLogger();
        probe.Track("user-1", "Sized", new { Text = text }, messageId: "sized", timestamp: CallSamples.Time);
        await FlushAsync();
        var size = DataPlane.Requests[0].BodyBytes - "{\"batch\":[]}".Length;
        await probe.DisposeAsync();

        var log = CreateLogger(options => options.MaxMessageBytes = size);
        var tight = CreateLogger(options => options.MaxMessageBytes = size - 1);
        foreach (var logger in new[] { log, tight })
            logger.Track("user-1", "Sized", new { Text = text }, messageId: "sized", timestamp: CallSamples.Time);
        var statistics = await FlushAsync();

        Assert.Equal((1, 1), (statistics.Delivered, statistics.Dropped[DropReason.Oversize]));
    }

    [Fact]
    public async Task IntegrationsThatWouldBeIgnoredAreInvalid()
    {
        var log = CreateLogger();
        log.LogTrack("Before");
        log.Track("user-1", "Bad", integrations: new Dictionary<string, object> { ["Salesforce"] = Secret });
        log.LogTrack("After");
        var statistics = await FlushAsync();

        Assert.Equal(["Before", "After"], Stored("event"));
        Assert.Equal(1, statistics.Dropped[DropReason.Invalid]);
    }

    [Fact]
    public async Task ATimeThatCannotBeReadIsInvalidAndItsNeighboursKeepTheirs()
    {
        var log = CreateLogger();
        string[] readable = ["2020-01-02T03:04:05.12345678Z", "2020-01-02T03:04:05+02", "20200102T030405Z", "2020-01-02t03:04:05z", "2020-01-02T03:04:05,123Z", "Thu, 02 Jan 2020 03:04:05 GMT"];
        foreach (var time in readable.Append(Secret))
            log.ForContext("EventType", "track").ForContext("UserId", "u1").ForContext("Timestamp", time).Information("Imported");
        var statistics = await FlushAsync();

        Assert.Equal((readable.Length, 1), (statistics.Delivered, statistics.Dropped[DropReason.Invalid]));
        Assert.All(Stored("timestamp"), time => Assert.StartsWith("2020-01-02T0", time, StringComparison.Ordinal));
        Assert.All(DataPlane.Messages, message => Assert.False(message.TryGetProperty("properties", out _)));
        Assert.Contains("TimestampProperty", Assert.Single(Reported.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADestinationThatIsNullIsAbsentHoweverItIsGiven()
    {
        var log = CreateLogger();
        log.Track("u1", "Ev", integrations: new { All = true, Amplitude = (object?)null });
        log.Track("u1", "Ev", integrations: new Dictionary<string, object?> { ["All"] = true, ["Amplitude"] = null });
        log.ForContext("EventType", "track").ForContext("UserId", "u1").ForContext("Integrations", new { All = true, Amplitude = (object?)null }, true).Information("Ev");
        var defaults = CreateLogger(options => options.DefaultIntegrations = new Dictionary<string, object?> { ["All"] = true, ["Amplitude"] = null });
        defaults.Track("u1", "Ev", integrations: new { All = (object?)null });
        await FlushAsync();

        Assert.Equal(Enumerable.Repeat("""{"All":true}""", 4), Sent().Select(message => message.GetProperty("integrations").GetRawText()));
    }

    [Fact]
    public async Task AValueThatThrowsWhenReadDoesNotLoseTheEvent()
    {
        var log = CreateLogger(around: logger => logger.Enrich.With(new ThrowingEnricher()));
        log.LogTrack("Before");
        log.LogTrack("Throwing");
        await FlushAsync();

        Assert.Equal(["Before", "Throwing"], Stored("event"));
        Assert.All(DataPlane.Messages, message => Assert.Equal(Secret, message.GetProperty("properties").GetProperty("note").GetString()));
    }

    [Fact]
    public async Task AMistypedCallIsReportedOnceForEachOfThreeValues()
    {
        var log = CreateLogger();
        foreach (var type in new[] { "trak", "trak", "indentify", "pagge", "scream" })
            log.ForContext("EventType", type).ForContext("UserId", "user-1").Information("Mistyped");
        var statistics = await FlushAsync();

        Assert.Equal(0, statistics.Accepted);
        Assert.Equal(3, Reported.Lines.Count);
    }

    [Fact]
    public async Task TheFirstTenInvalidEventsAreReportedOneByOneAndTheRestCounted()
    {
        var log = CreateLogger();
        for (var i = 0; i < 25; i++)
            log.Track(null, "Nobody's", messageId: $"bad-{i}");
        await FlushAsync();
        Assert.Equal(10, Reported.Lines.Count);

        await log.DisposeAsync();
        Assert.Equal(11, Reported.Lines.Count);
        Assert.Contains("15 further messages were dropped (invalid)", Reported.Lines[^1], StringComparison.Ordinal);
    }

    sealed class ThrowingEnricher : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty("Throws", new ScalarValue(new Throwing())));
            logEvent.AddOrUpdateProperty(new LogEventProperty("ThrowsDeep", new StructureValue([new LogEventProperty("Inner", new ScalarValue(new Throwing()))])));
        }
    }

    sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException(Secret);
    }
}
