using System.Globalization;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Counts and reports what a shutdown could not send, and hands it over: to the store if there is one, and what that does not take to hooks and fallback.</summary>
sealed class ShutdownJournal
{
    // A reader of reports that blocks may block their writer, but not the disposal. Real time, since it is real code that blocks.
    static readonly TimeSpan ReportLimit = TimeSpan.FromSeconds(1);

    readonly SinkSettings _settings;
    readonly Ledger _ledger;
    readonly Hooks _hooks;
    readonly ReportThrottle _reports;
    readonly HealthRecord _health;
    readonly HandOver _handOver;
    readonly object _reporting = new();
    int _heldUpReported;

    public ShutdownJournal(SinkSettings settings, Ledger ledger, Hooks hooks, ReportThrottle reports, HealthRecord health)
    {
        _settings = settings;
        _ledger = ledger;
        _hooks = hooks;
        _reports = reports;
        _health = health;
        _handOver = new HandOver(settings.TimeProvider);
    }

    /// <summary>Where messages lie, too, if the sink has a store. Set before the first event.</summary>
    public StoredMessages? Stored { get; set; }

    /// <summary>What is left of the time for hooks after <see cref="Abandon"/>.</summary>
    public TimeSpan HandOverLeft => _handOver.Left;

    /// <summary>Reports that messages are still waiting.</summary>
    /// <param name="since">How long the disposal has lasted.</param>
    public void ReportPending(TimeSpan since)
    {
        var pending = _ledger.Pending;
        if (pending > 0)
            _reports.Write(Format("{0} still pending {1:0} s after disposal began.", Counted.Messages(pending, "is", "are"), since.TotalSeconds));
    }

    /// <summary>Counts and reports everything that is pending as dropped by the shutdown; lanes hand it over afterwards.</summary>
    /// <remarks>With a store nothing is: what it has it keeps, and the lanes try to store the rest.</remarks>
    public void Abandon() => ReportInTurn(() =>
    {
        var (count, transferred) = _ledger.Abandon(maySave: Stored is not null);
        _handOver.Begin(_hooks.WantDropped ? count : 0);
        if (transferred > 0)
        {
            DeliveryMeter.CountTransferred(transferred);
            _reports.Write($"{Counted.Messages(transferred, "stays", "stay")} in the outbox, to be sent by another process or a later run.");
        }

        ReportDropped(count);
    });

    /// <summary>Hands over what a lane gives back after <see cref="Abandon"/>.</summary>
    public void HandOver(ReadOnlyMemory<QueuedMessage> messages)
    {
        if (Stored is { } stored)
            Save(messages, stored);
        else
            _hooks.Dropped(messages.Span, DropReason.Shutdown, answer: null, _handOver);
    }

    /// <summary>Calls no hook any more, and reports what was not handed over, or that a hook holds a lane up.</summary>
    /// <param name="isHeldUp">Whether a lane has not come to its end.</param>
    public void EndHandOver(bool isHeldUp = false) => ReportInTurn(() =>
    {
        ReportDropped(_ledger.AbandonRest());
        var missing = _handOver.End();
        if (missing == 0 && isHeldUp && _hooks.AreSet && Interlocked.Exchange(ref _heldUpReported, 1) == 0)
            _reports.Write("the disposal ended before OnDelivered, OnDropped or the fallback had returned, after waiting for it; let it return soon.");

        if (missing > 0)
            _reports.Write(Format("{0} dropped by the shutdown and not handed to OnDropped or to the fallback, which did not return in time.", Counted.Messages(missing, "was", "were")));
    });

    void ReportDropped(int count)
    {
        if (count == 0)
            return;

        DeliveryMeter.CountDropped(DropReason.Shutdown, count);
        _health.Lost(DropReason.Shutdown, count);
        _reports.Failed(ReportKind.Shutdown, count, () => Format(
            "{0} dropped ({1}): not delivered before the end of the disposal. {2}",
            Counted.Messages(count, "was", "were"),
            DropReasons.Tag(DropReason.Shutdown),
            Advice()));
    }

    string Advice()
    {
        const string MoreTime = "Raise ShutdownTimeout or ShutdownStallTimeout if the data plane is only slow.";
        if (_health.LastFailure is not { } failure)
            return MoreTime;

        // More time helps neither against a refusal nor where nobody listens.
        var isLasting = failure.IsRefusal || failure.Answer.IsUnreachable;
        return $"The last attempt failed: {FailureText.Describe(failure.Answer, _settings)}{(isLasting ? "" : " " + MoreTime)}";
    }

    // What the store does not take is lost, and handed over one by one.
    void Save(ReadOnlyMemory<QueuedMessage> messages, StoredMessages stored)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            var message = messages.Span[i];
            if (message.StoreId != 0)
                continue;
            var isSaved = stored.TrySave(message);
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
    }

    // A thread that watches the time may find it over while another does: it must not return, and the process end, before the
    // other has reported.
    void ReportInTurn(Action step)
    {
        var hasLock = false;
        try
        {
            Monitor.TryEnter(_reporting, ReportLimit, ref hasLock);
            step();
        }
        finally
        {
            if (hasLock)
                Monitor.Exit(_reporting);
        }
    }

    static string Format(string format, params object?[] arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);
}
