using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace EndToEnd.Tests.Support;

/// <summary>What the sink's meter counted since this was made: the oracle of the accounting.</summary>
sealed class Measurements : IDisposable
{
    public const string MeterName = "Serilog.Sinks.RudderStack";

    readonly MeterListener _listener = new();
    readonly ConcurrentQueue<Measurement> _all = new();

    public Measurements()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != MeterName)
                return;
            Instruments.Enqueue(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _all.Enqueue(new Measurement(instrument.Name, value, tags.ToArray())));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _all.Enqueue(new Measurement(instrument.Name, value, tags.ToArray())));
        _listener.Start();
    }

    public ConcurrentQueue<Instrument> Instruments { get; } = new();

    public long Accepted => Sum("rudderstack.messages.accepted");

    public long Delivered => Sum("rudderstack.messages.delivered");

    public long Retried => Sum("rudderstack.messages.retried");

    public long Pending => Read("rudderstack.queue.messages");

    /// <summary>How many were dropped, for each reason that occurred.</summary>
    public IReadOnlyDictionary<string, long> Dropped => Of("rudderstack.messages.dropped")
        .GroupBy(measurement => (string)measurement.Tag("reason")!)
        .ToDictionary(group => group.Key, group => (long)group.Sum(measurement => measurement.Value));

    public IReadOnlyList<Measurement> Of(string instrument) => [.. _all.Where(measurement => measurement.Instrument == instrument)];

    /// <summary>Asks a gauge now; 0 when no sink is alive, and so no gauge.</summary>
    public long Read(string gauge)
    {
        var before = _all.Count;
        _listener.RecordObservableInstruments();
        return (long)(_all.Skip(before).LastOrDefault(measurement => measurement.Instrument == gauge)?.Value ?? 0);
    }

    public void Dispose() => _listener.Dispose();

    long Sum(string counter) => (long)Of(counter).Sum(measurement => measurement.Value);
}
