using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>What the sink's meter has counted since this was made.</summary>
sealed class Counts : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<string, long> _sums = new();

    public Counts()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Serilog.Sinks.RudderStack")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
    }

    public long this[string counter] => _sums.GetValueOrDefault(counter);

    /// <summary>Asks a gauge now.</summary>
    public long Read(string gauge)
    {
        _sums.TryRemove(gauge, out _);
        _listener.RecordObservableInstruments();
        return this[gauge];
    }

    public void Dispose() => _listener.Dispose();
}
