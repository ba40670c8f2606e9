using System.Globalization;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Settles messages: claims them, tells about them, counts them, in this order.</summary>
sealed class DeliveryJournal : IDeliveryJournal
{
    readonly SinkSettings _settings;
    readonly Ledger _ledger;
    readonly Announcer _announcer;
    readonly SelfLogReports _reports;

    public DeliveryJournal(SinkSettings settings, Ledger ledger, Announcer announcer, SelfLogReports reports)
    {
        _settings = settings;
        _ledger = ledger;
        _announcer = announcer;
        _reports = reports;
    }

    public void Attempted(int messageCount, Payload payload, Answer answer)
    {
        DeliveryMeter.RecordRequest(answer, payload.WireLength);
        if (!_settings.Verbose)
            return;

        SelfLogReports.Write(string.Format(
            CultureInfo.InvariantCulture,
            "{0} messages, {1} bytes ({2} on the wire), answered {3} in {4:0} ms.",
            messageCount,
            payload.UncompressedLength,
            payload.WireLength,
            answer.Status is { } status ? ((int)status).ToString(CultureInfo.InvariantCulture) : answer.TimedOut ? "not in time" : "not at all",
            answer.Duration.TotalMilliseconds));
    }

    public void Delivered(ReadOnlyMemory<QueuedMessage> messages)
    {
        var claimed = _ledger.Claim(messages);
        if (_announcer.TellsDelivered)
        {
            foreach (var message in claimed)
                _announcer.Delivered(message.Json);
        }

        DeliveryMeter.CountDelivered(claimed.Count);
        _reports.Delivered(claimed.Count);
        _ledger.Complete(claimed, reason: null, reuse: true);
    }

    public void Dropped(ReadOnlyMemory<QueuedMessage> messages, DropReason reason, Answer? answer) =>
        Drop(_ledger.Claim(messages), reason, answer, reuse: true);

    public void Postponed(ReadOnlyMemory<QueuedMessage> messages, Outcome outcome, Answer answer)
    {
        DeliveryMeter.CountRetried(messages.Length);
        var kind = outcome == Outcome.Pause ? ReportKind.Paused : ReportKind.Retrying;
        _reports.Failed(kind, messages.Length, () => string.Format(
            CultureInfo.InvariantCulture,
            "{0} {1} messages wait (first messageId {2}) and are tried again for up to {3:c}.",
            Describe(answer),
            messages.Length,
            MessageSummary.Of(messages.Span[0].Json).MessageId,
            _settings.RetryTimeLimit));
    }

    /// <summary>Drops an event on the caller's thread, before it was admitted.</summary>
    public void Refused(in MappedMessage message, LogEvent logEvent, DropReason reason, string description, Exception? exception)
    {
        if (_announcer.TellsDropped)
            _announcer.Dropped(message.Json, logEvent, reason, description, answer: null, exception);

        DeliveryMeter.CountAccepted();
        DeliveryMeter.CountDropped(reason, 1);
        ReportRefused(message, reason, description);
        _ledger.CountDropped(reason);
    }

    /// <summary>Drops whatever is still pending, at the end of a shutdown. They may be in use and are not reused.</summary>
    public void SweepUp() => Drop(_ledger.ClaimAll(), DropReason.Shutdown, answer: null, reuse: false);

    void Drop(IReadOnlyList<QueuedMessage> claimed, DropReason reason, Answer? answer, bool reuse)
    {
        if (claimed.Count == 0)
            return;

        if (_announcer.TellsDropped)
        {
            var description = $"dropped ({DropReasons.Tag(reason)})";
            foreach (var message in claimed)
                _announcer.Dropped(message.Json, message.Original, reason, description, answer, exception: null);
        }

        DeliveryMeter.CountDropped(reason, claimed.Count);
        _reports.Failed((ReportKind)reason, claimed.Count, () => DescribeDrop(claimed, reason, answer));
        _ledger.Complete(claimed, reason, reuse);
    }

    // A closure would be allocated for every event that a full queue drops.
    void ReportRefused(in MappedMessage message, DropReason reason, string description)
    {
        if (!_reports.TryTell((ReportKind)reason, 1))
            return;

        var summary = MessageSummary.Of(message.Json);
        SelfLogReports.Write($"{summary.Describe()} was dropped ({DropReasons.Tag(reason)}): {description}");
    }

    string DescribeDrop(IReadOnlyList<QueuedMessage> claimed, DropReason reason, Answer? answer)
    {
        var first = MessageSummary.Of(claimed[0].Json).Describe();
        var what = claimed.Count == 1 ? first + " was" : $"{claimed.Count.ToString(CultureInfo.InvariantCulture)} messages (the first: {first}) were";
        var why = answer is null ? Why(reason) : Describe(answer);
        return $"{what} dropped ({DropReasons.Tag(reason)}): {why}";
    }

    string Describe(Answer answer) => FailureText.Describe(answer, _settings.BatchEndpoint, gzip: !_settings.DisableGzip);

    static string Why(DropReason reason) => reason == DropReason.Shutdown
        ? "ShutdownTimeout ran out before they could be delivered."
        : "no answer.";
}
