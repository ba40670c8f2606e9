namespace Serilog.Sinks.RudderStack.Reports;

/// <summary>Who listens to the reports of the whole process.</summary>
static class ReportListeners
{
    static readonly object Lock = new();
    static Listener[] _all = [];

    /// <param name="listen">Called with each report.</param>
    /// <param name="alive">Gives the outlets of the sinks that are alive when the listener is disposed.</param>
    public static IDisposable Add(Action<RudderStackReport> listen, Func<IEnumerable<ReportOutlet>> alive)
    {
        var listener = new Listener(listen, alive);
        lock (Lock)
            _all = [.. _all, listener];
        return listener;
    }

    /// <summary>Calls all that listen; whether one had somebody to show it to.</summary>
    public static bool Publish(RudderStackReport report, ReportOutlet outlet)
    {
        var heard = false;
        foreach (var listener in Volatile.Read(ref _all))
            heard |= listener.Hear(report, outlet);
        return heard;
    }

    /// <summary>A sink has reported for the last time.</summary>
    public static void Closed(ReportOutlet outlet)
    {
        lock (Lock)
            _all = Array.FindAll(_all, listener => !listener.IsDoneAfter(outlet));
    }

    static void Remove(Listener listener)
    {
        lock (Lock)
            _all = Array.FindAll(_all, other => other != listener);
    }

    sealed class Listener(Action<RudderStackReport> listen, Func<IEnumerable<ReportOutlet>> alive) : IDisposable
    {
        // Null until disposed; then the sinks that were alive. Guarded by the lock of the list.
        HashSet<ReportOutlet>? _last;

        public bool Hear(RudderStackReport report, ReportOutlet outlet)
        {
            lock (Lock)
            {
                if (_last?.Contains(outlet) == false)
                    return false;
            }

            var own = report.Copy();
            try
            {
                listen(own);
            }
            catch (Exception)
            {
                // It has heard it.
            }

            return own.IsShown;
        }

        public bool IsDoneAfter(ReportOutlet outlet) => _last?.Remove(outlet) == true && _last.Count == 0;

        public void Dispose()
        {
            // Under the lock: a sink that closes meanwhile comes for it afterwards.
            lock (Lock)
            {
                _last ??= [.. alive()];
                if (_last.Count == 0)
                    Remove(this);
            }
        }
    }
}
