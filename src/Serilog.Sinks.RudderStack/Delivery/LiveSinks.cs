namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>The sinks of this process that are not yet disposed.</summary>
/// <remarks>Serilog gives a logger no way to reach its sinks, so flushing and gauges find them here.</remarks>
static class LiveSinks
{
    static readonly object Lock = new();
    static RudderStackSink[] _sinks = [];

    /// <summary>The sinks alive now; the array is never changed.</summary>
    public static RudderStackSink[] Snapshot() => Volatile.Read(ref _sinks);

    public static void Add(RudderStackSink sink)
    {
        lock (Lock)
            Volatile.Write(ref _sinks, [.. _sinks, sink]);
    }

    public static void Remove(RudderStackSink sink)
    {
        lock (Lock)
            Volatile.Write(ref _sinks, Array.FindAll(_sinks, other => !ReferenceEquals(other, sink)));
    }

    public static long Sum(Func<RudderStackSink, long> measure)
    {
        var sum = 0L;
        foreach (var sink in Snapshot())
            sum += measure(sink);
        return sum;
    }
}
