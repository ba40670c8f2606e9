using Serilog.Events;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>A source (write key and data plane) and the sinks of this process that send to it; notices an event that reaches two of them.</summary>
/// <remarks>
/// The same object at two sinks is one event that is sent twice, under two ids, which the server cannot see. Sinks that
/// filters keep apart never share one. With one sink nothing is remembered. Known weakness: a sub-logger
/// (<c>WriteTo.Logger</c>) gets a copy, which is not noticed.
/// </remarks>
sealed class SharedSource
{
    /// <summary>What is to be reported then.</summary>
    public const string Problem =
        "an event reached two sinks with the same write key and data plane URL: both send it, under different messageIds, so it will count twice. " +
        "Remove one of them (code and configuration may both have WriteTo.RudderStack), or let filters keep their events apart (reported once).";

    // Several threads log, and an asynchronous wrapper runs behind: the other sink is not always next.
    const int Remembered = 64;

    static readonly object Lock = new();
    static readonly Dictionary<string, SharedSource> All = [];

    readonly object _lock = new();
    readonly string _source;
    int _sinks;
    (LogEvent? Event, Member? Member)[] _recent = [];
    int _next;
    int _eventsLeft;
    volatile bool _isWatched;

    SharedSource(string source) => _source = source;

    public static Member Join(SinkSettings settings)
    {
        var source = $"{settings.BasicCredentials} {settings.BatchEndpoint}";
        lock (Lock)
        {
            if (!All.TryGetValue(source, out var shared))
                All.Add(source, shared = new SharedSource(source));
            shared._sinks++;
            if (shared._sinks == 2)
                shared.Watch();
            return new Member(shared);
        }
    }

    void Leave()
    {
        lock (Lock)
        {
            _sinks--;
            if (_sinks == 1)
                StopAfterRemembered();
            if (_sinks > 0)
                return;
            StopWatching();
            All.Remove(_source);
        }
    }

    bool SeesTwice(LogEvent logEvent, Member member)
    {
        if (!_isWatched)
            return false;

        lock (_lock)
        {
            if (!_isWatched)
                return false;
            var isTwice = false;
            foreach (var (seen, by) in _recent)
                isTwice |= ReferenceEquals(seen, logEvent) && !ReferenceEquals(by, member);
            _recent[_next] = (logEvent, member);
            _next = (_next + 1) % Remembered;
            if (isTwice || --_eventsLeft == 0)
                StopWatching();
            return isTwice;
        }
    }

    void Watch()
    {
        lock (_lock)
        {
            _recent = new (LogEvent?, Member?)[Remembered];
            _next = 0;
            _eventsLeft = int.MaxValue;
            _isWatched = true;
        }
    }

    // A logger closes its sinks in turn: what the one has had may still be on its way to the other.
    void StopAfterRemembered()
    {
        lock (_lock)
            _eventsLeft = Remembered;
    }

    void StopWatching()
    {
        lock (_lock)
        {
            _isWatched = false;
            _recent = [];
        }
    }

    /// <summary>Stands for a sink, without knowing it: what is remembered here must not keep a forgotten sink alive.</summary>
    public sealed class Member(SharedSource source)
    {
        /// <summary>Whether this event has lately been at another sink; true once.</summary>
        public bool SeesTwice(LogEvent logEvent) => source.SeesTwice(logEvent, this);

        /// <summary>The sink sends nothing more. To be called once.</summary>
        public void Leave() => source.Leave();
    }
}
