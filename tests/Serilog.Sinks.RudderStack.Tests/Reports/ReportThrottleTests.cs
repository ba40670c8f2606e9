using Microsoft.Extensions.Time.Testing;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Reports;

[Collection(SelfLogCapture.Collection)]
public sealed class ReportThrottleTests : IDisposable
{
    readonly FakeTimeProvider _time = new();
    readonly SelfLogCapture _log = new();
    readonly ReportThrottle _reports;

    public ReportThrottleTests() => _reports = new ReportThrottle(_time, new ReportOutlet(onReport: null, StandardErrorReports.Never));

    public void Dispose()
    {
        _reports.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(nameof(ReportKind.Retrying), "4 further attempts failed")]
    [InlineData(nameof(ReportKind.Paused), "4 further probes were refused")]
    [InlineData(nameof(ReportKind.Limited), "requests were made smaller 4 further times")]
    [InlineData(nameof(ReportKind.HookFailed), "a hook threw 4 further times")]
    [InlineData(nameof(ReportKind.QueueFull), "20 further messages were dropped (queue_full)")]
    [InlineData(nameof(ReportKind.Rejected), "20 further messages were dropped (rejected)")]
    [InlineData(nameof(ReportKind.RetryExpired), "20 further messages were dropped (retry_expired)")]
    [InlineData(nameof(ReportKind.Shutdown), "20 further messages were dropped (shutdown)")]
    [InlineData(nameof(ReportKind.Filtered), "20 further messages were dropped (filtered)")]
    public void TheFirstIsReportedAtOnceAndTheOthersInOneSummaryAfter30Seconds(string kind, string summary)
    {
        for (var i = 0; i < 5; i++)
            Fail(Enum.Parse<ReportKind>(kind), $"failure {i}", count: 5);
        Assert.EndsWith("RudderStack: failure 0", Assert.Single(_log.Lines));

        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Single(_log.Lines);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains(summary, _log.Lines[1]);
    }

    [Theory]
    [InlineData(nameof(ReportKind.Retrying), "1 further attempt failed before the sink was disposed.")]
    [InlineData(nameof(ReportKind.Paused), "1 further probe was refused before the sink was disposed.")]
    public void TheSummaryOfADisposedSinkDoesNotSayThatMessagesWait(string kind, string summary)
    {
        Fail(Enum.Parse<ReportKind>(kind), "the first");
        Fail(Enum.Parse<ReportKind>(kind), "another");

        _reports.Dispose();

        Assert.EndsWith(summary, _log.Lines[^1]);
    }

    [Theory]
    [InlineData(nameof(ReportKind.Invalid))]
    [InlineData(nameof(ReportKind.Oversize))]
    public void OfFaultsOfSingleEventsTheFirstTenAreReportedOneByOne(string name)
    {
        var kind = Enum.Parse<ReportKind>(name);
        for (var i = 0; i < 25; i++)
            Fail(kind, $"event {i}");

        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"event {i}"), _log.Lines.Select(static line => line[line.IndexOf("event ", StringComparison.Ordinal)..]));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("15 further messages were dropped", _log.Lines[10]);

        // Not ten more in every quiet hour.
        _time.Advance(TimeSpan.FromHours(1));
        Fail(kind, "another");
        Assert.Equal(11, _log.Lines.Count);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("1 further message was dropped", _log.Lines[11]);
    }

    [Fact]
    public void KindsDoNotHideEachOther()
    {
        foreach (var kind in Enum.GetValues<ReportKind>())
            Fail(kind, $"first {kind}");

        Assert.Equal(Enum.GetValues<ReportKind>().Length, _log.Lines.Count);
    }

    [Fact]
    public void AFailureAfterAQuietPeriodIsNewsAgain()
    {
        Fail(ReportKind.QueueFull, "first");
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Single(_log.Lines);

        Fail(ReportKind.QueueFull, "second");

        Assert.EndsWith("second", _log.Lines[1]);
    }

    [Fact]
    public void TheDescriptionIsMadeOnlyWhenItIsReported()
    {
        var made = 0;
        for (var i = 0; i < 10; i++)
            _reports.Failed(ReportKind.Retrying, 1, () => $"{++made}");

        Assert.Equal(1, made);
    }

    [Fact]
    public void RecoveryIsReportedOnceWithItsDuration()
    {
        _reports.Delivered(1);
        Assert.Empty(_log.Lines);
        Fail(ReportKind.Retrying, "down");
        _time.Advance(TimeSpan.FromSeconds(12.5));

        _reports.Delivered(7);
        _reports.Delivered(8);

        Assert.Equal(2, _log.Lines.Count);
        Assert.EndsWith("delivery works again after 12.5 s; 7 messages went out with the first request.", _log.Lines[1]);
    }

    [Fact]
    public void AFailureOfLessThanASecondIsOverWithTheSummary()
    {
        Fail(ReportKind.Retrying, "down");
        _time.Advance(TimeSpan.FromSeconds(0.9));
        _reports.Delivered(7);
        Assert.Single(_log.Lines);

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.EndsWith("delivery works again; it had failed for less than a second.", _log.Lines[1]);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public void ALimitThatFlapsGivesNoLineOfRecoveryForEachTime()
    {
        for (var i = 0; i < 100; i++)
        {
            Fail(ReportKind.Retrying, "limited");
            _time.Advance(TimeSpan.FromSeconds(0.25));
            _reports.Delivered(1);
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, _log.Lines.Count);
        Assert.EndsWith("99 further attempts failed; messages have been delivered since.", _log.Lines[1]);
    }

    [Fact]
    public void DropsDoNotRecover()
    {
        Fail(ReportKind.Rejected, "rejected");

        _reports.Delivered(1);

        Assert.Single(_log.Lines);
    }

    [Fact]
    public void FlappingDoesNotFlood()
    {
        for (var second = 0; second < 600; second++)
        {
            Fail(ReportKind.Retrying, "down");
            _reports.Delivered(1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // In each period of 30 s a summary.
        Assert.InRange(_log.Lines.Count, 20, 21);
    }

    [Fact]
    public void ASummaryAfterTheRecoveryDoesNotSayThatMessagesWait()
    {
        Fail(ReportKind.Retrying, "down");
        _reports.Delivered(1);
        Fail(ReportKind.Retrying, "down");
        Fail(ReportKind.Paused, "paused");
        Fail(ReportKind.Paused, "paused");
        _reports.Delivered(1);

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(2, _log.Lines.Count(static line => line.Contains(" further ")));
        Assert.DoesNotContain(_log.Lines, static line => line.Contains("still unavailable") || line.Contains("check write key"));
    }

    [Fact]
    public void AnOutageOfTenMinutesGivesAtMost25Lines()
    {
        for (var i = 0; i < 6000; i++)
        {
            Fail(ReportKind.Retrying, "down", count: 100);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Fail(ReportKind.RetryExpired, "expired", count: 100);
        _reports.Delivered(100);

        Assert.InRange(_log.Lines.Count, 21, 25);
        Assert.Contains("delivery works again after 600 s", _log.Lines[^1]);
    }

    [Fact]
    public void WhatIsNotReportedYetIsReportedAtTheEndAndNothingFailsAfter()
    {
        Fail(ReportKind.QueueFull, "first");
        Fail(ReportKind.QueueFull, "second");

        _reports.Dispose();
        Assert.Contains("1 further message was", _log.Lines[1]);

        Fail(ReportKind.Shutdown, "late");
        _reports.Dispose();
        Assert.EndsWith("late", _log.Lines[^1]);
    }

    [Fact]
    public void ALineIsOneLineWhateverIsInItAndBracesAreText()
    {
        _reports.Write(" <html>\r\n<body>\n\t{0} not\u2028found\u0000\u001b[31m {x\r\n");

        Assert.EndsWith("RudderStack: <html> <body> {0} not found [31m {x", Assert.Single(_log.Lines));
    }

    [Fact]
    public void AThrowingSelfLogOutputHarmsNobody()
    {
        SelfLog.Enable(static _ => throw new InvalidOperationException("the user's fault"));

        Fail(ReportKind.Retrying, "down");
        Fail(ReportKind.Retrying, "down");
        _time.Advance(TimeSpan.FromSeconds(30));
        _reports.Delivered(1);
        _reports.Write("verbose");

        SelfLog.Disable();
    }

    // It may ask an exception of the user's handler for its message.
    [Fact]
    public void AThrowingDescriptionHarmsNobody() =>
        _reports.Failed(ReportKind.HookFailed, 1, static () => throw new InvalidOperationException("the user's fault"));

    void Fail(ReportKind kind, string line, int count = 1) => _reports.Failed(kind, count, () => line);
}
