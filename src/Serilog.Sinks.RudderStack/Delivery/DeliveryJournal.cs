using System.Globalization;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Settles messages: counts them, reports, calls hooks, gives their memory back, in this order.</summary>
sealed class DeliveryJournal : IDeliveryJournal
{
    readonly SinkSettings _settings;
    readonly Ledger _ledger;
    readonly Hooks _hooks;
    readonly ReportThrottle _reports;
    readonly HealthRecord _health;
    readonly BacklogWatch _backlog;
    int _unknownAnswers;

    public DeliveryJournal(SinkSettings settings, Ledger ledger, Hooks hooks, ReportThrottle reports, HealthRecord health)
    {
        _settings = settings;
        _ledger = ledger;
        _hooks = hooks;
        _reports = reports;
        _health = health;
        _backlog = new BacklogWatch(settings);
        AtShutdown = new ShutdownJournal(settings, ledger, hooks, reports, health);
    }

    /// <summary>Where messages lie, too, if the sink has a store. Set before the first event.</summary>
    public StoredMessages? Stored
    {
        get => AtShutdown.Stored;
        set => AtShutdown.Stored = value;
    }

    /// <summary>What becomes of messages that a shutdown could not send.</summary>
    public ShutdownJournal AtShutdown { get; }

    public void Attempted(int messageCount, Payload payload, Answer answer)
    {
        DeliveryMeter.RecordRequest(answer, payload.WireLength);
        _health.Attempted();
        if (!_settings.Verbose)
            return;

        var line = Format(
            "{0}, {1} bytes ({2} on the wire), answered {3} in {4:0} ms.",
            Counted.Messages(messageCount),
            payload.UncompressedLength,
            payload.WireLength,
            answer.Status is { } status ? ((int)status).ToString(CultureInfo.InvariantCulture) : answer.TimedOut ? "not in time" : "not at all",
            answer.Duration.TotalMilliseconds);
        _reports.Write(line, LogEventLevel.Information);
    }

    public void Failed(Outcome outcome, Answer answer)
    {
        _backlog.Failed();
        _health.Failed(answer, refusal: outcome == Outcome.Pause ? Describe(answer) : null);
    }

    public void Delivered(ReadOnlyMemory<QueuedMessage> messages, Answer answer)
    {
        var count = messages.Length;
        if (!_ledger.TrySettle(count, reason: null, CountTaken(messages)))
        {
            HandOver(messages);
            return;
        }

        try
        {
            Stored?.Delivered(messages);
            DeliveryMeter.CountDelivered(count);
            _health.Delivered();
            _reports.Delivered(count);
            ReportUnknownAnswer(answer);
            ReportBacklog(count, answer);
            _hooks.Delivered(messages.Span);
        }
        catch (Exception)
        {
            // Short of memory: they are settled, and the sender must not take them for unsettled.
        }

        Release(messages);
    }

    public void Dropped(ReadOnlyMemory<QueuedMessage> messages, DropReason reason, Answer? answer)
    {
        var count = messages.Length;
        if (!_ledger.TrySettle(count, reason, CountTaken(messages)))
        {
            HandOver(messages);
            return;
        }

        try
        {
            Stored?.Rejected(messages, DropReasons.Tag(reason), answer);
            DeliveryMeter.CountDropped(reason, count);
            _health.Lost(reason, count);
            _reports.Failed((ReportKind)reason, count, () => DescribeDrop(messages.Span, reason, answer));
            _hooks.Dropped(messages.Span, reason, answer);
        }
        catch (Exception)
        {
            // As above.
        }

        Release(messages);
    }

    public void Postponed(ReadOnlyMemory<QueuedMessage> messages, Outcome outcome, Answer answer)
    {
        DeliveryMeter.CountRetried(messages.Length);
        var kind = outcome == Outcome.Pause ? ReportKind.Paused : ReportKind.Retrying;
        _reports.Failed(kind, messages.Length, () => Format(
            Stored is null
                ? "{0} {1} (first messageId {2}), to be tried again for up to {3:c}, or until the sink is closed."
                : "{0} {1} (first messageId {2}), to be tried again; the outbox keeps what is to follow.",
            Describe(answer),
            Counted.Messages(messages.Length, "waits", "wait"),
            MessageSummary.Of(messages.Span[0].Json).MessageId,
            _settings.RetryTimeLimit), answer.IsUnreachable);
    }

    public void Limited(SizeLimit limit) => _reports.Failed(ReportKind.Limited, 0, () => limit.Bytes is { } bytes
        ? Format("a proxy or firewall refuses requests above about {0} bytes (before compression), so smaller ones are sent. Set MaxBatchBytes to that, or raise the limit of the proxy.", bytes)
        : Format("a rate limit refuses more than about {0} events at once, so no more are sent in one request. Set BatchSize to that, or raise the limit.", limit.Events));

    /// <summary>Drops an event on the caller's thread, before it was admitted.</summary>
    public void Refused(in MappedMessage message, LogEvent logEvent, DropReason reason, string description, Exception? exception)
    {
        _ledger.CountRefused(reason);
        DeliveryMeter.CountAccepted();
        DeliveryMeter.CountDropped(reason, 1);
        _health.Lost(reason, 1);

        // A closure would be allocated for every event that a full queue drops.
        if (_reports.TryReport((ReportKind)reason, 1))
            _reports.Report((ReportKind)reason, $"{MessageSummary.Of(message.Json).Describe()} was dropped ({DropReasons.Tag(reason)}): {description}");
        _hooks.Refused(message.Json, logEvent, reason, description, exception);
    }

    /// <summary>Drops an event that was not mapped, since the queue is known to have no room.</summary>
    public void RefusedUnmapped(LogEvent logEvent, string description)
    {
        _ledger.CountRefused(DropReason.QueueFull);
        DeliveryMeter.CountAccepted();
        DeliveryMeter.CountDropped(DropReason.QueueFull, 1);
        _health.Lost(DropReason.QueueFull, 1);
        if (_reports.TryReport(ReportKind.QueueFull, 1))
            _reports.Report(ReportKind.QueueFull, $"an event was dropped ({DropReasons.Tag(DropReason.QueueFull)}): {description}");
        _hooks.Refused([], logEvent, DropReason.QueueFull, description, exception: null);
    }

    /// <summary>Drops an event on the caller's thread, for which the store had no room.</summary>
    public void NotStored(in MappedMessage message, LogEvent logEvent)
    {
        const string Why = "the outbox is full; raise its SizeLimitBytes, or set WhenQueueFull to Block.";
        DeliveryMeter.CountAccepted();
        DeliveryMeter.CountDropped(DropReason.OutboxFull, 1);
        _health.Lost(DropReason.OutboxFull, 1);
        if (_reports.TryReport(ReportKind.OutboxFull, 1))
            _reports.Report(ReportKind.OutboxFull, $"{MessageSummary.Of(message.Json).Describe()} was dropped ({DropReasons.Tag(DropReason.OutboxFull)}): {Why}");
        _hooks.Refused(message.Json, logEvent, DropReason.OutboxFull, Why, exception: null);
    }

    /// <summary>Reports messages that the store has dropped, counted already, and hands them over.</summary>
    public void DroppedByStore(int count, DropReason reason, string description, IReadOnlyList<byte[]> messages)
    {
        DeliveryMeter.CountDropped(reason, count);
        _health.Lost(reason, count);
        _reports.Failed((ReportKind)reason, count, () => $"{Counted.Messages(count, "was", "were")} dropped ({DropReasons.Tag(reason)}): {description}");
        _hooks.DroppedByStore(messages, reason);
    }

    /// <summary>Reports what the whole sink has to say of itself.</summary>
    public void Report(string line) => _reports.Write(line);

    /// <summary>Reports what is still queued as the process ends; it is not dropped, since the logger may yet be closed.</summary>
    public void ReportQueuedAtExit(TimeSpan limit)
    {
        var pending = _ledger.PendingInMemory;
        if (pending == 0)
            return;

        _settings.Reports.Write(
            Format(
                "the process ends and {0} still queued after {1:0.#} s of sending; they are lost if the logger is not closed. End the program with Log.CloseAndFlush(), or raise ProcessExitTimeout.",
                Counted.Messages(pending, "is", "are"),
                limit.TotalSeconds),
            Notice.ProcessEnd);
    }

    // After the shutdown has counted them.
    void HandOver(ReadOnlyMemory<QueuedMessage> messages)
    {
        AtShutdown.HandOver(messages);
        Release(messages);
    }

    int CountTaken(ReadOnlyMemory<QueuedMessage> messages) => Stored is null ? 0 : StoredMessages.CountTaken(messages.Span);

    // An interrupt that a reader of reports or of the meter has left pending would throw at the ledger's lock, and the sender
    // would take the messages for unsettled.
    void Release(ReadOnlyMemory<QueuedMessage> messages)
    {
        Interruption.Take();
        _ledger.Release(messages.Span);
        Stored?.Notify();
    }

    // Answers of anything that takes every request, such as a web server's welcome page.
    void ReportUnknownAnswer(Answer answer)
    {
        if (answer.Text.Equals("ok", StringComparison.OrdinalIgnoreCase) || Interlocked.Exchange(ref _unknownAnswers, 1) != 0)
            return;

        _reports.Write(Format(
            "{0} answered {1}, but not with the \"ok\" of a gateway: does a data plane answer at this URL? Messages count as delivered.",
            _settings.BatchEndpoint,
            (int)answer.Status!));
    }

    void ReportBacklog(int count, Answer answer)
    {
        if (!_backlog.Grows(_ledger.Pending, count))
            return;

        _reports.Write(Format(
            "the queue keeps growing although the data plane answers well: {0}. About {1:0} events a second are delivered (MaxConcurrentRequests {2} x BatchSize {3} / {4:0.###} s for an answer): raise MaxConcurrentRequests, which keeps the order of each user.",
            Counted.Messages(_ledger.Pending, "waits", "wait"),
            _settings.MaxConcurrentRequests * _settings.BatchSize / Math.Max(0.001, answer.Duration.TotalSeconds),
            _settings.MaxConcurrentRequests,
            _settings.BatchSize,
            answer.Duration.TotalSeconds));
    }

    string DescribeDrop(ReadOnlySpan<QueuedMessage> messages, DropReason reason, Answer? answer)
    {
        var first = MessageSummary.Of(messages[0].Json).Describe();
        var what = messages.Length == 1 ? first + " was" : Format("{0} (the first: {1}) were", Counted.Messages(messages.Length), first);
        var why = answer is null ? "it could not be delivered before the sink was disposed." : Describe(answer);
        return $"{what} dropped ({DropReasons.Tag(reason)}): {why}";
    }

    string Describe(Answer answer) => FailureText.Describe(answer, _settings);

    static string Format(string format, params object?[] arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);
}
