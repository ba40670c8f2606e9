using Serilog.Events;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>A source (write key and data plane) and the sinks of this process that send to it; notices an event that reaches two of them.</summary>
/// <remarks>
/// The same object at two sinks is one event that is sent twice, under two ids, which the server cannot see. Sinks that
/// filters keep apart never share one. With one sink nothing is remembered.
/// </remarks>
sealed class SharedSource
{
    /// <summary>What is to be reported then.</summary>
    public const string Problem =
        "an event reached two sinks with the same write key and data plane URL: both send it, under different messageIds, so it will count twice. " +
        "Remove one of them (code and configuration may both have WriteTo.RudderStack), or let filters keep their events apart (reported once).";

    static readonly object Lock = new();
    static readonly Dictionary<string, SharedSource> All = [];

    readonly string _source;
    int _sinks;
    LogEvent? _lastEvent;
    object? _lastSink;
    volatile bool _isWatched;

    SharedSource(string source) => _source = source;

    public static SharedSource Join(SinkSettings settings)
    {
        var source = $"{settings.BasicCredentials} {settings.BatchEndpoint}";
        lock (Lock)
        {
            if (!All.TryGetValue(source, out var shared))
                All.Add(source, shared = new SharedSource(source));
            shared._sinks++;
            shared._isWatched = shared._sinks == 2 || shared._isWatched;
            return shared;
        }
    }

    /// <summary>A sink sends nothing more. To be called once for each.</summary>
    public void Leave()
    {
        lock (Lock)
        {
            _sinks--;
            if (_sinks < 2)
                StopWatching();
            if (_sinks == 0)
                All.Remove(_source);
        }
    }

    /// <summary>Whether this event has just been at another sink; true once.</summary>
    public bool SeesTwice(LogEvent logEvent, object sink)
    {
        if (!_isWatched)
            return false;

        lock (Lock)
        {
            if (!_isWatched)
                return false;
            var isTwice = ReferenceEquals(_lastEvent, logEvent) && !ReferenceEquals(_lastSink, sink);
            (_lastEvent, _lastSink) = (logEvent, sink);
            if (isTwice)
                StopWatching();
            return isTwice;
        }
    }

    void StopWatching()
    {
        _isWatched = false;
        (_lastEvent, _lastSink) = (null, null);
    }
}
