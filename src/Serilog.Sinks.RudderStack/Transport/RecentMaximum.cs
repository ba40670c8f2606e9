namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>The longest time of the last five to ten minutes.</summary>
sealed class RecentMaximum
{
    static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    readonly TimeProvider _timeProvider;
    TimeSpan _current;
    TimeSpan _previous;
    long _since;

    public RecentMaximum(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _since = timeProvider.GetTimestamp();
    }

    public TimeSpan Value
    {
        get
        {
            Turn();
            return _current > _previous ? _current : _previous;
        }
    }

    public void Add(TimeSpan time)
    {
        Turn();
        if (time > _current)
            _current = time;
    }

    void Turn()
    {
        var elapsed = _timeProvider.GetElapsedTime(_since);
        if (elapsed < Period)
            return;
        _previous = elapsed < Period + Period ? _current : TimeSpan.Zero;
        _current = TimeSpan.Zero;
        _since = _timeProvider.GetTimestamp();
    }
}
