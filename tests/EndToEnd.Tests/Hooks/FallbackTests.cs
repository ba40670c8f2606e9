using System.Collections.Concurrent;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Hooks;

public sealed class FallbackTests : EndToEndTest
{
    readonly string _file = Path.GetTempFileName();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task ExactlyTheLostEventsGoToTheFile()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Times = Fault.Unlimited, WhenMessage = message => message.GetProperty("event").GetString()!.StartsWith("Bad", StringComparison.Ordinal) });
        var log = CreateChain(options => options.BeforeSend = message => message["event"]!.GetValue<string>() switch
        {
            "Vetoed" => null,
            "Spoilt" => throw new InvalidOperationException("hook"),
            _ => message,
        });
        for (var i = 0; i < 40; i++)
            log.LogTrack(i % 10 == 3 ? $"Bad {i}" : $"Good {i}");
        log.Track(null, "Nobody's");
        log.Track("user-1", "Big", new { Text = new string('x', 40_000) });
        log.LogTrack("Spoilt");
        await FlushAsync();
        await log.DisposeAsync();

        Assert.Equal(["Bad 13", "Bad 23", "Bad 3", "Bad 33", "Big", "Nobody's", "Spoilt"], Fallen().Order(StringComparer.Ordinal));
        Assert.Equal(36, DataPlane.Count);
    }

    [Fact]
    public async Task WhatAShutdownLosesGoesToTheFile()
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        var log = CreateChain(options => options.ShutdownTimeout = TimeSpan.FromSeconds(0.3));
        for (var i = 0; i < 5; i++)
            log.LogTrack($"Event {i}");
        await log.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"Event {i}"), Fallen());
    }

    [Fact]
    public async Task WhatExpiresGoesToTheFile()
    {
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        var log = CreateChain(options => options.RetryTimeLimit = TimeSpan.FromMilliseconds(50));
        log.LogTrack("Expired");
        await FlushAsync();
        await log.DisposeAsync();

        Assert.Equal(["Expired"], Fallen());
    }

    [Fact]
    public async Task WhatTheQueueHasNoRoomForGoesToTheFile()
    {
        // A queue that is full is sent, and would have room again before the last event.
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        var log = CreateChain(options => options.QueueLimit = 2);
        for (var i = 0; i < 5; i++)
            log.LogTrack($"Event {i}");
        DataPlane.Faults.Clear();
        await FlushAsync();
        await log.DisposeAsync();

        Assert.Equal(["Event 2", "Event 3", "Event 4"], Fallen());
        Assert.Equal(["Event 0", "Event 1"], Stored("event"));
    }

    [Fact]
    public async Task AListenerGetsTheOriginalEvents()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n" });
        var listener = new RecordingListener();
        var seen = new ConcurrentQueue<LogEvent>();
        var log = Keep(new LoggerConfiguration()
            .Filter.ByIncludingOnly(logEvent =>
            {
                seen.Enqueue(logEvent);
                return true;
            })
            .WriteTo.Fallible(wt => Add(wt, null), listener)
            .CreateLogger());
        log.LogTrack("Lost");
        await FlushAsync();

        var (kind, events) = Assert.Single(listener.Failures);
        Assert.Equal(LoggingFailureKind.Permanent, kind);
        Assert.Same(seen.Single(), Assert.Single(events));
    }

    [Fact]
    public async Task AListenerThatThrowsCostsNothing()
    {
        var log = Keep(new LoggerConfiguration().WriteTo.Fallible(wt => Add(wt, null), new ThrowingListener()).CreateLogger());
        log.LogTrack("One");
        log.Track(null, "Invalid");
        log.LogTrack("Two");
        var statistics = await FlushAsync();

        Assert.Equal((3, 2), (statistics.Accepted, statistics.Delivered));
        Assert.Equal(["One", "Two"], Stored("event"));
    }

    Logger CreateChain(Action<RudderStackSinkOptions> configure) => Keep(new LoggerConfiguration()
        .WriteTo.FallbackChain(
            wt => Add(wt, configure),
            wt => wt.File(_file, outputTemplate: "{Event}{NewLine}", formatProvider: System.Globalization.CultureInfo.InvariantCulture))
        .CreateLogger());

    LoggerConfiguration Add(LoggerSinkConfiguration writeTo, Action<RudderStackSinkOptions>? configure) =>
        writeTo.RudderStack(WriteKey, DataPlane.Url, options => Prepare(options, configure));

    string[] Fallen() => [.. File.ReadAllLines(_file).Select(line => line.Trim('"'))];

    sealed class RecordingListener : ILoggingFailureListener
    {
        public ConcurrentQueue<(LoggingFailureKind Kind, IReadOnlyCollection<LogEvent> Events)> Failures { get; } = new();

        public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
            Failures.Enqueue((kind, events ?? []));
    }

    sealed class ThrowingListener : ILoggingFailureListener
    {
        public void OnLoggingFailed(object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception) =>
            throw new InvalidOperationException("listener");
    }
}
