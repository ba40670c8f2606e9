using System.Text;
using EndToEnd.Tests.Support;
using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.OtherSinks;

/// <summary>Analytics, or what they carry, stay out of other sinks; RudderStack gets everything.</summary>
public sealed class WithoutAnalyticsTests : EndToEndTest
{
    static readonly Dictionary<string, Recording> ConfiguredSinks = [];

    readonly Recording _other = new();

    public static TheoryData<object?, bool> EventTypes => new()
    {
        { "track", true },
        { "Identify", true },
        { " PAGE ", true },
        { "screen", true },
        { "group", true },
        { "alias", true },
        { "tracks", false },
        { "", false },
        { 0xdeadbeef, false },
        { null, false },
    };

    [Theory]
    [MemberData(nameof(EventTypes))]
    public async Task ThePredicateAgreesWithTheSink(object? eventType, bool isAnalytics)
    {
        var log = CreateLogger(around: logger => logger.WriteTo.Sink(_other.Sink()));
        log.ForContext("EventType", eventType).ForContext("UserId", "user-1").Information("Name");
        await FlushAsync();

        Assert.Equal(isAnalytics, Assert.Single(_other.Events).IsAnalytics());
        Assert.Equal(isAnalytics ? 1 : 0, Meter.Accepted);
    }

    [Fact]
    public void ThePredicateTakesTheSinksNameOfTheProperty()
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(_other.Sink()).CreateLogger();
        log.ForContext("Call", "track").Information("Name");

        Assert.True(_other.Events[0].IsAnalytics("Call"));
        Assert.False(_other.Events[0].IsAnalytics());
        Assert.Throws<ArgumentNullException>(() => ((LogEvent)null!).IsAnalytics());
    }

    [Fact]
    public void AReportIsNoAnalytics()
    {
        using var log = new LoggerConfiguration().Enrich.WithProperty("EventType", "track").WriteTo.Sink(_other.Sink()).CreateLogger();
        log.ForContext("SourceContext", RudderStackReports.Category).Warning("delivery failed");

        Assert.False(_other.Events[0].IsAnalytics());
    }

    [Fact]
    public async Task WithoutAnalyticsOtherSinksGetTheRest()
    {
        var log = CreateLogger(around: logger => logger.WriteTo.WithoutAnalytics(to => to.Sink(_other.Sink())));
        log.LogTrack("Sent");
        log.Information("Ordinary {Value}", 1);
        await FlushAsync();

        Assert.Equal("Ordinary 1", Assert.Single(_other.Events).RenderMessage(null));
        Assert.Equal(["Sent"], Stored("event"));
    }

    [Fact]
    public async Task WithoutTheirValuesOtherSinksGetEvent()
    {
        var log = CreateLogger(around: logger => logger.WriteTo.WithoutAnalyticsValues(to => to.Sink(_other.Sink())));
        log.ForContext("SourceContext", "Shop").Identify("user-1", new { Email = Secret });
        log.ForContext("EventType", "track").ForContext("UserId", "user-1").Error(new InvalidOperationException(Secret), "Order Completed {Total}", Secret);
        log.Information("Ordinary {Value}", 1);
        await FlushAsync();

        Assert.Equal(["EventType", "SourceContext"], _other.Events[0].Properties.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Order Completed {Total}", _other.Events[1].RenderMessage(null));
        Assert.Equal((LogEventLevel.Error, null), (_other.Events[1].Level, _other.Events[1].Exception));
        Assert.Equal("Ordinary 1", _other.Events[2].RenderMessage(null));
        Assert.DoesNotContain(_other.Events, static logEvent => logEvent.Properties.Values.Any(static value => value.ToString().Contains(Secret, StringComparison.Ordinal)));
        Assert.Contains(Secret, DataPlane.Messages[0].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, DataPlane.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheOtherSinksAreDisposedWithTheLogger(bool values)
    {
        Build(new LoggerConfiguration().WriteTo, values).CreateLogger().Dispose();

        Assert.True(_other.IsDisposed);
    }

    [Theory]
    [InlineData("WithoutAnalytics", 1)]
    [InlineData("WithoutAnalyticsValues", 2)]
    public void FromConfiguration(string name, int events)
    {
        var json = $$"""{ "Serilog": { "Using": [ "Serilog.Sinks.RudderStack", "EndToEnd.Tests" ], "WriteTo": [ { "Name": "{{name}}", "Args": { "configure": [ { "Name": "Recording", "Args": { "key": "{{name}}" } } ] } } ] } }""";
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        using (var log = new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger())
        {
            log.LogTrack("Sent");
            log.Information("Ordinary");
        }

        Assert.Equal(events, ConfiguredSinks[name].Events.Count);
    }

    LoggerConfiguration Build(LoggerSinkConfiguration to, bool values) =>
        values ? to.WithoutAnalyticsValues(inner => inner.Sink(_other.Sink())) : to.WithoutAnalytics(inner => inner.Sink(_other.Sink()));

    internal static ILogEventSink Configured(string key) => (ConfiguredSinks[key] = new Recording()).Sink();

    sealed class Recording
    {
        public List<LogEvent> Events { get; } = [];

        public bool IsDisposed { get; private set; }

        public ILogEventSink Sink() => new RecordingSink(this);

        sealed class RecordingSink(Recording recording) : ILogEventSink, IDisposable
        {
            public void Emit(LogEvent logEvent) => recording.Events.Add(logEvent);

            public void Dispose() => recording.IsDisposed = true;
        }
    }
}

/// <summary>Found by the configuration of the test.</summary>
public static class RecordingLoggerConfigurationExtensions
{
    public static LoggerConfiguration Recording(this LoggerSinkConfiguration to, string key) => to.Sink(WithoutAnalyticsTests.Configured(key));
}
