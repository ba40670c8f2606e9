using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Reports;

/// <summary>Everybody who may read reports gets the same lines: <c>SelfLog</c>, the sink's <c>OnReport</c>, listeners and the event source.</summary>
public sealed class ReaderTests : EndToEndTest
{
    readonly ConcurrentQueue<RudderStackReport> _heard = new();

    [Fact]
    public async Task AllGetTheSameTextsOnTheSameSchedule()
    {
        var own = new ConcurrentQueue<RudderStackReport>();
        using var events = new EventSourceOutput();
        using var listening = RudderStackReports.Listen(_heard.Enqueue);
        var log = CreateLogger(options => options.OnReport = own.Enqueue, key: "wk-unknown");
        for (var i = 0; i < 30; i++)
            log.Track(null, "Has no user");
        log.LogTrack("Refused");
        await log.DisposeAsync();

        var lines = Reported.Lines.Select(static line => line["RudderStack: ".Length..]).ToArray();
        Assert.Contains(lines, static line => line.Contains("neither userId nor anonymousId", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains("The write key was refused", StringComparison.Ordinal));
        Assert.True(lines.Length < 20, "Reports flood.");
        Assert.Equal(lines, own.Select(static report => report.Text));
        Assert.Equal(lines, _heard.Select(static report => report.Text));
        Assert.Equal(lines, events.Texts);
        Assert.All(own, static report => Assert.Equal(report.Text, report.ToString()));
    }

    [Fact]
    public async Task AFaultIsAWarningAndItsEndIsInformation()
    {
        using var listening = RudderStackReports.Listen(_heard.Enqueue);
        using var events = new EventSourceOutput();
        DataPlane.Faults.Add(new Fault { Status = 503, Times = 3 });
        CreateLogger(options => options.RetryAfter = TimeSpan.FromMilliseconds(700)).LogTrack("Late");
        await FlushAsync();

        Assert.Equal([LogEventLevel.Warning, LogEventLevel.Information], _heard.Select(static report => report.Level));
        Assert.Equal([EventLevel.Warning, EventLevel.Informational], events.Levels);
    }

    [Fact]
    public async Task WhatReadersThrowHarmsNobody()
    {
        using var throwing = RudderStackReports.Listen(static _ => throw new InvalidOperationException("A listener's own fault."));
        using var listening = RudderStackReports.Listen(_heard.Enqueue);
        var log = CreateLogger(options => options.OnReport = static _ => throw new InvalidOperationException("The program's own fault."));
        log.Track(null, "Has no user");
        log.LogTrack("Sent");
        await FlushAsync();

        Assert.Single(_heard);
        Assert.Single(Reported.Lines);
        Assert.Equal(["Sent"], Stored("event"));
    }

    [Fact]
    public async Task AReaderMayLogAndReportsDoNotFollowThemselves()
    {
        Serilog.Core.Logger? log = null;
        var calls = 0;
        log = CreateLogger(options => options.OnReport = report =>
        {
            calls++;
            log!.Track(null, "Has no user either");
            log!.Warning("{Report}", report);
        });
        log.Track(null, "Has no user");
        await FlushAsync();

        // The first few of single events are reported one by one, then counted.
        Assert.InRange(calls, 1, 20);
    }

    [Fact]
    public void EachSinkHasItsOwnReader()
    {
        var (first, second) = (new ConcurrentQueue<RudderStackReport>(), new ConcurrentQueue<RudderStackReport>());
        CreateLogger(options => options.OnReport = first.Enqueue).Track(null, "First");
        CreateLogger(options => options.OnReport = second.Enqueue).Track(null, "Second");

        Assert.Contains("\"First\"", Assert.Single(first).Text, StringComparison.Ordinal);
        Assert.Contains("\"Second\"", Assert.Single(second).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AListenerThatEndsStillHearsTheSinksThatLive()
    {
        var early = CreateLogger();
        var listening = RudderStackReports.Listen(_heard.Enqueue);
        listening.Dispose();
        listening.Dispose();
        CreateLogger().Track(null, "Of a later sink");
        early.Track(null, "Of an earlier sink");
        await early.DisposeAsync();

        Assert.Contains("\"Of an earlier sink\"", Assert.Single(_heard).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AListenerThatEndsWithoutSinksHearsNothing()
    {
        RudderStackReports.Listen(_heard.Enqueue).Dispose();
        CreateLogger().Track(null, "Event");

        Assert.Empty(_heard);
    }

    [Fact]
    public void WithSelfLogOffTheOthersStillGetThem()
    {
        SelfLog.Disable();
        using var listening = RudderStackReports.Listen(_heard.Enqueue);
        CreateLogger().Track(null, "Event");

        Assert.Single(_heard);
    }

    [Fact]
    public void AListenerIsNeeded() => Assert.Throws<ArgumentNullException>(() => RudderStackReports.Listen(null!));

    /// <summary>Reads the event source as tools outside the process do.</summary>
    sealed class EventSourceOutput : EventListener
    {
        readonly ConcurrentQueue<EventWrittenEventArgs> _events = new();

        public IEnumerable<string?> Texts => _events.Select(static data => (string?)data.Payload![0]);

        public IEnumerable<EventLevel> Levels => _events.Select(static data => data.Level);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Serilog-Sinks-RudderStack")
                EnableEvents(eventSource, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => _events.Enqueue(eventData);
    }
}
