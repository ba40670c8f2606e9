using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>What the product's meter has counted since this was made.</summary>
sealed class MeterTotals : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<string, long> _totals = new();

    public MeterTotals()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Serilog.Sinks.RudderStack")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, measurement, tags, _) =>
        {
            if (instrument.IsObservable)
            {
                _totals[instrument.Name] = measurement;
                return;
            }

            var name = instrument.Name;
            foreach (var tag in tags)
                name += tag.Key == "reason" ? "/" + tag.Value : "";
            _totals.AddOrUpdate(name, measurement, (_, total) => total + measurement);
        });
        _listener.Start();
    }

    public long Accepted => Read("rudderstack.messages.accepted");

    public long Delivered => Read("rudderstack.messages.delivered");

    public long Retried => Read("rudderstack.messages.retried");

    public long Pending => Observe("rudderstack.queue.messages");

    public long PendingBytes => Observe("rudderstack.queue.bytes");

    /// <summary>The counts of all reasons, those that did not occur included.</summary>
    public IReadOnlyDictionary<DropReason, long> Dropped => new Dictionary<DropReason, long>
    {
        [DropReason.Invalid] = Read("rudderstack.messages.dropped/invalid"),
        [DropReason.Oversize] = Read("rudderstack.messages.dropped/oversize"),
        [DropReason.QueueFull] = Read("rudderstack.messages.dropped/queue_full"),
        [DropReason.Rejected] = Read("rudderstack.messages.dropped/rejected"),
        [DropReason.RetryExpired] = Read("rudderstack.messages.dropped/retry_expired"),
        [DropReason.Shutdown] = Read("rudderstack.messages.dropped/shutdown"),
        [DropReason.Filtered] = Read("rudderstack.messages.dropped/filtered"),
    };

    public void Dispose() => _listener.Dispose();

    // No gauge is there when no sink is alive.
    long Observe(string name)
    {
        _totals.TryRemove(name, out _);
        _listener.RecordObservableInstruments();
        return Read(name);
    }

    long Read(string name) => _totals.GetValueOrDefault(name);
}
