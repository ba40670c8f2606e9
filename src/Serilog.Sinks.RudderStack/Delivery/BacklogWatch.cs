using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Notices that more is logged than the lanes can deliver, although the data plane answers well.</summary>
/// <remarks>
/// Looked at every five seconds while batches are delivered: the queue was longer each time, by a batch for each lane at
/// least, and nothing failed in between. A burst that is worked off is none. Said once for each sink.
/// </remarks>
sealed class BacklogWatch
{
    const int Growths = 3;

    static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    readonly object _lock = new();
    readonly TimeProvider _timeProvider;
    readonly int _batchSize;
    readonly int _growth;
    long _lookedAt;
    int _pending;
    int _growths;
    bool _isSaid;

    public BacklogWatch(SinkSettings settings)
    {
        _timeProvider = settings.TimeProvider;
        _batchSize = settings.BatchSize;
        _growth = settings.BatchSize * settings.MaxConcurrentRequests;
        _lookedAt = _timeProvider.GetTimestamp();
    }

    /// <param name="pending">The number of messages that wait.</param>
    /// <param name="delivered">The number of messages just delivered.</param>
    /// <returns>Whether to report it now.</returns>
    public bool Grows(int pending, int delivered)
    {
        if (pending < _batchSize || delivered == 0)
            return false;

        lock (_lock)
        {
            if (_isSaid || _timeProvider.GetElapsedTime(_lookedAt) < Period)
                return false;

            _lookedAt = _timeProvider.GetTimestamp();
            _growths = pending >= _pending + _growth ? _growths + 1 : 0;
            _pending = pending;
            _isSaid = _growths >= Growths;
            return _isSaid;
        }
    }

    /// <summary>An attempt failed: the data plane does not answer well.</summary>
    public void Failed()
    {
        lock (_lock)
            _growths = 0;
    }
}
