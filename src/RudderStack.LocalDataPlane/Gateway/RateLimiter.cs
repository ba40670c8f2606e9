namespace RudderStack.Local.Gateway;

/// <summary>
/// The generic cell rate algorithm, as rudder-server's limiter has it. All members are safe to call from several
/// threads.
/// </summary>
sealed class RateLimiter
{
    readonly object _lock = new();
    readonly TimeProvider _timeProvider;
    readonly long _start;
    readonly double _secondsPerEvent;

    /// <summary>When all events taken so far are worked off, in seconds since the start. Guarded by _lock.</summary>
    double _workedOff;

    public RateLimiter(RateLimit limit, TimeProvider timeProvider)
    {
        Limit = limit;
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _secondsPerEvent = limit.Per.TotalSeconds / limit.Events;
    }

    public RateLimit Limit { get; }

    /// <summary>Takes all the events or none.</summary>
    public bool TryTake(int events)
    {
        // Doubles err by less than a millionth of an event.
        const double Tolerance = 1e-6;
        lock (_lock)
        {
            var now = _timeProvider.GetElapsedTime(_start).TotalSeconds;
            var workedOff = Math.Max(now, _workedOff) + (events * _secondsPerEvent);
            if (workedOff - now > (Limit.Burst + Tolerance) * _secondsPerEvent)
                return false;
            _workedOff = workedOff;
            return true;
        }
    }
}
