using System.Diagnostics.Metrics;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>The sinks of this process that are not yet disposed, and the gauges that read them.</summary>
/// <remarks>
/// Serilog gives a logger no way to reach its sinks, so flushing and gauges find them here. They are held weakly: one that was
/// forgotten and has nothing left to send may go. The gauges have a meter of their own, which is disposed with the last sink:
/// its callbacks are code of this assembly, and a live meter would pin a plug-in's load context.
/// </remarks>
static class LiveSinks
{
    static readonly object Lock = new();
    static readonly List<WeakReference<RudderStackSink>> Sinks = [];
    static Meter? _gauges;

    /// <summary>The sinks alive now.</summary>
    public static IReadOnlyList<RudderStackSink> Snapshot()
    {
        var alive = new List<RudderStackSink>();
        lock (Lock)
        {
            foreach (var reference in Sinks)
            {
                if (reference.TryGetTarget(out var sink))
                    alive.Add(sink);
            }
        }

        return alive;
    }

    public static bool AreNone
    {
        get
        {
            lock (Lock)
                return Sinks.Count == 0;
        }
    }

    public static void Add(RudderStackSink sink)
    {
        Meter? gauges = null;
        lock (Lock)
        {
            Sinks.RemoveAll(static reference => !reference.TryGetTarget(out _));
            Sinks.Add(new WeakReference<RudderStackSink>(sink));
            if (_gauges is null)
                _gauges = gauges = new Meter(Library.Name, Library.Version);
        }

        if (gauges is not null)
            AddGauges(gauges);
        ProcessEnd.Watch();
    }

    public static void Remove(RudderStackSink sink)
    {
        Meter? ended = null;
        lock (Lock)
        {
            Sinks.RemoveAll(reference => !reference.TryGetTarget(out var other) || ReferenceEquals(other, sink));
            if (Sinks.Count == 0)
                (ended, _gauges) = (_gauges, null);
        }

        ended?.Dispose();
        ProcessEnd.Watch();
    }

    // Outside the lock: listeners are the user's code, and are notified here. One that throws goes without the gauges.
    static void AddGauges(Meter meter)
    {
        try
        {
            meter.CreateObservableGauge(
                "rudderstack.queue.messages", static () => Sum(static sink => sink.Pending), "{message}", "Messages that wait or are being sent.");
            meter.CreateObservableGauge(
                "rudderstack.queue.bytes", static () => Sum(static sink => sink.HeldBytes), "By", "Bytes of memory held by messages that wait or are being sent.");
        }
        catch (Exception)
        {
            // As above.
        }
    }

    static long Sum(Func<RudderStackSink, long> measure) => Snapshot().Sum(measure);
}
