using System.Collections.Concurrent;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace EndToEnd.Tests.Reports;

/// <summary>One log event at two sinks of the same source counts twice in RudderStack: reported once. What filters keep apart is legitimate.</summary>
public sealed class SentTwiceTests : EndToEndTest
{
    const string Problem = "reached two sinks with the same write key and data plane URL";

    public static TheoryData<string> Pairs => [.. Doubled.Keys];

    public static TheoryData<string> Legitimate => [.. Separate.Keys];

    static Dictionary<string, Func<LoggerConfiguration, SentTwiceTests, LoggerConfiguration>> Doubled { get; } = new(StringComparer.Ordinal)
    {
        ["two sinks"] = static (logger, test) => test.To(test.To(logger.WriteTo).WriteTo),
        ["three sinks"] = static (logger, test) => test.To(test.To(test.To(logger.WriteTo).WriteTo).WriteTo),
        ["another form of the URL"] = static (logger, test) => test.To(test.To(logger.WriteTo).WriteTo, $"{test.DataPlane.Url}/v1/batch"),
        ["a condition that holds for all"] = static (logger, test) => test.To(logger.WriteTo).WriteTo.Conditional(static _ => true, to => test.To(to)),
        ["behind a queue"] = static (logger, test) => test.To(logger.WriteTo).WriteTo.Async(to => test.To(to)),
        ["both behind queues"] = static (logger, test) => logger.WriteTo.Async(to => test.To(to)).WriteTo.Async(to => test.To(to)),
        ["behind a queue that is emptied at the end"] = static (logger, test) => test.To(logger.WriteTo).WriteTo.Sink(LoggerSinkConfiguration.Wrap(static sink => new LateSink(sink), to => test.To(to))),
        ["AuditTo"] = static (logger, test) => test.To(logger.WriteTo).AuditTo.RudderStack(WriteKey, test.DataPlane.Url),
    };

    static Dictionary<string, Func<LoggerConfiguration, SentTwiceTests, LoggerConfiguration>> Separate { get; } = new(StringComparer.Ordinal)
    {
        ["one sink"] = static (logger, test) => test.To(logger.WriteTo),
        ["another source"] = static (logger, test) => test.To(logger.WriteTo).WriteTo.RudderStack("wk-another", test.DataPlane.Url, options => test.Prepare(options, null)),
        ["another data plane"] = static (logger, test) => test.To(test.To(logger.WriteTo).WriteTo, "http://127.0.0.1:1"),
        ["filters"] = static (logger, test) => logger
            .WriteTo.Conditional(IsEven, to => test.To(to))
            .WriteTo.Conditional(static logEvent => !IsEven(logEvent), to => test.To(to)),
        ["one of them off"] = static (logger, test) => test.To(logger.WriteTo).WriteTo.RudderStack(WriteKey, test.DataPlane.Url, options => options.Enabled = false),
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task ItIsReportedOnce(string pair)
    {
        WithoutCallbacks();
        var log = Doubled[pair](new LoggerConfiguration(), this).CreateLogger();
        for (var i = 0; i < 20; i++)
            log.LogTrack($"Event {i}");
        await log.DisposeAsync();

        Assert.Single(Reported.Lines, line => line.Contains(Problem, StringComparison.Ordinal));
        Assert.True(DataPlane.Count is 40 or 60, $"{DataPlane.Count} messages arrived.");
    }

    [Theory]
    [MemberData(nameof(Legitimate))]
    public async Task ItIsNotReportedWhere(string pair)
    {
        WithoutCallbacks();
        var log = Separate[pair](new LoggerConfiguration(), this).CreateLogger();
        for (var i = 0; i < 20; i++)
            log.LogTrack($"Event {i}");
        await log.DisposeAsync();

        Assert.DoesNotContain(Reported.Lines, line => line.Contains(Problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyThreadsDoNotHideIt()
    {
        WithoutCallbacks();
        var log = Doubled["two sinks"](new LoggerConfiguration(), this).CreateLogger();
        Parallel.For(0, 400, i => log.LogTrack($"Event {i}"));
        await log.DisposeAsync();

        Assert.Single(Reported.Lines, line => line.Contains(Problem, StringComparison.Ordinal));
        Assert.Equal(800, DataPlane.Count);
    }

    [Fact]
    public async Task ASinkAfterAnotherIsNoPair()
    {
        WithoutCallbacks();
        for (var i = 0; i < 2; i++)
        {
            var log = Separate["one sink"](new LoggerConfiguration(), this).CreateLogger();
            log.LogTrack("Event");
            await log.DisposeAsync();
        }

        Assert.Empty(Reported.Lines);
    }

    static bool IsEven(LogEvent logEvent) => logEvent.Properties["Event"].ToString().Trim('"')[^1] % 2 == 0;

    LoggerConfiguration To(LoggerSinkConfiguration to, string? url = null) =>
        to.RudderStack(WriteKey, url ?? DataPlane.Url, options => Prepare(options, fast => (fast.RetryTimeLimit, fast.ShutdownTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5))));

    /// <summary>Hands its events on when the logger closes, after the sink before it is closed.</summary>
    sealed class LateSink(ILogEventSink inner) : ILogEventSink, IDisposable
    {
        readonly ConcurrentQueue<LogEvent> _events = new();

        public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);

        public void Dispose()
        {
            while (_events.TryDequeue(out var logEvent))
                inner.Emit(logEvent);
            (inner as IDisposable)?.Dispose();
        }
    }
}
