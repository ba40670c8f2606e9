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
    // A reader of reports that blocks may block their writer, but not the disposal. Real time, since it is real code that blocks.
    static readonly TimeSpan ReportLimit = TimeSpan.FromSeconds(1);

    readonly SinkSettings _settings;
    readonly Ledger _ledger;
    readonly Hooks _hooks;
    readonly ReportThrottle _reports;
    readonly HealthRecord _health;
    readonly HandOver _handOver;
    readonly BacklogWatch _backlog;
    readonly object _ending = new();
    int _unknownAnswers;
    int _heldUpReported;

    public DeliveryJournal(SinkSettings settings, Ledger ledger, Hooks hooks, ReportThrottle reports, HealthRecord health)
    {
        _settings = settings;
        _ledger = ledger;
        _hooks = hooks;
        _reports = reports;
        _health = health;
        _handOver = new HandOver(settings.TimeProvider);
        _backlog = new BacklogWatch(settings);
    }

    /// <summary>Where messages lie, too, if the sink has a store. Set before the first event.</summary>
    public StoredMessages? Stored { get; set; }

    /// <summary>What is left of the time for hooks after <see cref="Abandon"/>.</summary>
    public TimeSpan HandOverLeft => _handOver.Left;

    public void Attempted(int messageCount, Payload payload, Answer answer)
    {
        DeliveryMeter.RecordRequest(answer, payload.WireLength);
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
        _backlog.Failed();
        DeliveryMeter.CountRetried(messages.Length);
        var kind = outcome == Outcome.Pause ? ReportKind.Paused : ReportKind.Retrying;
        if (kind == ReportKind.Paused)
            _health.Refused(Describe(answer));
        else
            _health.Failed(answer.IsUnreachable);
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

    /// <summary>Counts and reports everything that is pending as dropped by the shutdown; lanes hand it over afterwards.</summary>
    /// <remarks>With a store nothing is: what it has it keeps, and the lanes try to store the rest.</remarks>
    public void Abandon() => End(() =>
    {
        var (count, transferred) = _ledger.Abandon(maySave: Stored is not null);
        _handOver.Begin(_hooks.WantDropped ? count : 0);
        if (transferred > 0)
        {
            DeliveryMeter.CountTransferred(transferred);
            Report($"{Counted.Messages(transferred, "stays", "stay")} in the outbox, to be sent by another process or a later run.");
        }

        ReportShutdown(count);
    });

    void ReportShutdown(int count)
    {
        if (count == 0)
            return;

        DeliveryMeter.CountDropped(DropReason.Shutdown, count);
        _health.Lost(DropReason.Shutdown, count);
        _reports.Failed(ReportKind.Shutdown, count, () => Format(
            "{0} dropped ({1}): not delivered before the end of the disposal. Raise ShutdownTimeout or ShutdownStallTimeout if the data plane is only slow.",
            Counted.Messages(count, "was", "were"),
            DropReasons.Tag(DropReason.Shutdown)));
    }

    /// <summary>Calls no hook any more, and reports what was not handed over, or that a hook holds a lane up.</summary>
    /// <param name="isHeldUp">Whether a lane has not come to its end.</param>
    public void EndHandOver(bool isHeldUp = false) => End(() =>
    {
        ReportShutdown(_ledger.AbandonRest());
        var missing = _handOver.End();
        if (missing == 0 && isHeldUp && _hooks.AreSet && Interlocked.Exchange(ref _heldUpReported, 1) == 0)
            _reports.Write("the disposal ended before OnDelivered, OnDropped or the fallback had returned, after waiting for it; let it return soon.");

        if (missing > 0)
            _reports.Write(Format("{0} dropped by the shutdown and not handed to OnDropped or to the fallback, which did not return in time.", Counted.Messages(missing, "was", "were")));
    });

    // A thread that watches the time may find it over while another does: it must not return, and the process end, before the
    // other has reported.
    void End(Action step)
    {
        var isAlone = false;
        try
        {
            Monitor.TryEnter(_ending, ReportLimit, ref isAlone);
            step();
        }
        finally
        {
            if (isAlone)
                Monitor.Exit(_ending);
        }
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
        if (Stored is not null)
        {
            Save(messages);
            return;
        }

        _hooks.Dropped(messages.Span, DropReason.Shutdown, answer: null, _handOver);
        Release(messages);
    }

    // What the store does not take is lost, and handed over one by one.
    void Save(ReadOnlyMemory<QueuedMessage> messages)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            var message = messages.Span[i];
            if (message.StoreId != 0)
                continue;
            var isSaved = Stored!.TrySave(message);
            _ledger.SettleAbandoned(1, isSaved);
            if (isSaved)
            {
                DeliveryMeter.CountTransferred(1);
                continue;
            }

            DeliveryMeter.CountDropped(DropReason.Shutdown, 1);
            _health.Lost(DropReason.Shutdown, 1);
            _reports.Failed(ReportKind.Shutdown, 1, () => $"{MessageSummary.Of(message.Json).Describe()} was dropped ({DropReasons.Tag(DropReason.Shutdown)}): not delivered before the end of the disposal, and the outbox is unavailable.");
            _hooks.Dropped(messages.Span.Slice(i, 1), DropReason.Shutdown, answer: null);
        }

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

    string Describe(Answer answer) => FailureText.Describe(answer, _settings.BatchEndpoint, gzip: !_settings.DisableGzip);

    static string Format(string format, params object?[] arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);
}
