using System.Globalization;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Reports;

/// <summary>Reports one sink's failures without flooding anybody.</summary>
/// <remarks>
/// For each kind of failure the first is reported at once; what follows within 30 s is counted and reported in one summary.
/// Callers on any thread; lines are written outside the lock, since the user's code reads them.
/// </remarks>
sealed class ReportThrottle : IDisposable
{
    /// <summary>The least time between two lines of one kind.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    // A limit on the way that lets every second request pass is one trouble and not many.
    static readonly TimeSpan ShortTrouble = TimeSpan.FromSeconds(1);

    readonly object _lock = new();
    readonly TimeProvider _timeProvider;
    readonly ReportOutlet _outlet;
    readonly ReportWindow[] _windows = new ReportWindow[ReportKinds.Count];
    readonly ITimer _timer;
    long? _troubleSince;
    bool _troubleReported;
    bool _recoveryIsDue;
    bool _isScheduled;
    bool _isDisposed;
    volatile bool _hasDelivered;

    public ReportThrottle(TimeProvider timeProvider, ReportOutlet outlet)
    {
        _timeProvider = timeProvider;
        _outlet = outlet;
        for (var kind = 0; kind < _windows.Length; kind++)
            _windows[kind] = new ReportWindow(linesAtOnce: ReportKinds.LinesAtOnce((ReportKind)kind));
        _timer = timeProvider.CreateTimer(static self => ((ReportThrottle)self!).Summarise(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes a line now, whatever was written before.</summary>
    public void Write(string line, LogEventLevel level = LogEventLevel.Warning) => _outlet.Write(line, Notice.None, level);

    /// <summary>Reports or counts a failure.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="count">To how many messages.</param>
    /// <param name="describe">Says it in words; called only if it is reported now.</param>
    /// <param name="isUnreachable">Whether nobody could be reached at the data plane's address.</param>
    public void Failed(ReportKind kind, int count, Func<string> describe, bool isUnreachable = false)
    {
        if (TryReport(kind, count))
            _outlet.Write(describe, NoticeOf(kind, isUnreachable));
    }

    /// <summary>Reports a failure of a kind for which <see cref="TryReport"/> has said so.</summary>
    public void Report(ReportKind kind, string line) => _outlet.Write(line, NoticeOf(kind, isUnreachable: false));

    /// <summary>Counts a failure; whether the caller must report it now.</summary>
    public bool TryReport(ReportKind kind, int count)
    {
        lock (_lock)
        {
            var reported = _windows[(int)kind].TryReport(count, out var opened);
            if (opened)
                ScheduleSummary();
            if (!ReportKinds.IsTrouble(kind))
                return reported;
            _troubleSince ??= _timeProvider.GetTimestamp();
            _troubleReported |= reported;
            return reported;
        }
    }

    /// <summary>Reports, once, that delivery works again after a failure that was reported.</summary>
    /// <remarks>A failure of less than a second is over with the summary, if no other follows: a limit may flap for hours.</remarks>
    public void Delivered(int count)
    {
        _hasDelivered = true;
        TimeSpan duration;
        lock (_lock)
        {
            if (_troubleSince is not { } since)
                return;
            _troubleSince = null;
            if (!_troubleReported)
                return;
            _troubleReported = false;
            duration = _timeProvider.GetElapsedTime(since);
            _recoveryIsDue = duration < ShortTrouble;
            if (_recoveryIsDue)
                return;
        }

        Progress(string.Format(
            CultureInfo.InvariantCulture,
            "delivery works again after {0:0.#} s; {1} out with the first request.",
            duration.TotalSeconds,
            Counted.Messages(count, "went", "went")));
    }

    /// <summary>Reports what has been counted only.</summary>
    public void Summarise() => Summarise(isEnd: false);

    void Summarise(bool isEnd)
    {
        var lines = new List<string>();
        bool isRecovered;
        lock (_lock)
        {
            _isScheduled = false;
            isRecovered = _recoveryIsDue && _troubleSince is null;
            _recoveryIsDue = false;
            for (var kind = (ReportKind)0; (int)kind < _windows.Length; kind++)
            {
                if (_windows[(int)kind].EndPeriod() is not { } counts)
                    continue;
                lines.Add(ReportKinds.Summary(kind, counts.Failures, counts.Messages, isOver: _troubleSince is null, isEnd));
                if (ReportKinds.IsTrouble(kind))
                {
                    _troubleReported |= _troubleSince is not null;

                    // The summary says it.
                    isRecovered = false;
                }

                ScheduleSummary();
            }
        }

        foreach (var line in lines)
            Write(line);
        if (isRecovered)
            Progress("delivery works again; it had failed for less than a second.");
    }

    public void Dispose()
    {
        Summarise(isEnd: true);
        lock (_lock)
            _isDisposed = true;
        _timer.Dispose();
    }

    void Progress(string line) => Write(line, LogEventLevel.Information);

    // What somebody must fix, and a first program has to show.
    Notice NoticeOf(ReportKind kind, bool isUnreachable) => kind switch
    {
        ReportKind.Paused => Notice.Delivery,
        ReportKind.Retrying when isUnreachable && !_hasDelivered => Notice.Delivery,
        ReportKind.Rejected or ReportKind.RetryExpired or ReportKind.Shutdown when !_hasDelivered => Notice.Delivery,
        ReportKind.Invalid or ReportKind.Oversize => Notice.Events,
        _ => Notice.None,
    };

    // One timer for all kinds: the period of a kind that fails while another's runs ends with it, a little early.
    void ScheduleSummary()
    {
        if (_isScheduled || _isDisposed)
            return;
        _isScheduled = true;
        _timer.Change(Period, Timeout.InfiniteTimeSpan);
    }
}

/// <summary>The recent past of one kind of report. Guarded by the lock of its owner.</summary>
sealed class ReportWindow
{
    readonly int _linesAtOnce;
    int _reported;
    long _failures;
    long _messages;
    bool _isOpen;

    public ReportWindow(int linesAtOnce) => _linesAtOnce = linesAtOnce;

    /// <summary>Whether to report this failure now; counts it otherwise.</summary>
    /// <param name="count">The messages that it concerns.</param>
    /// <param name="opened">Whether a period begins with it, at whose end the counts are due.</param>
    public bool TryReport(int count, out bool opened)
    {
        opened = !_isOpen;
        _isOpen = true;
        if (_reported < _linesAtOnce)
        {
            _reported++;
            return true;
        }

        _failures++;
        _messages += count;
        return false;
    }

    /// <summary>Ends the period; null when nothing was left unreported.</summary>
    public (long Failures, long Messages)? EndPeriod()
    {
        _isOpen = false;
        if (_failures == 0)
        {
            // A quiet period: the next failure is news again. The first lines of single events are reported once and for all.
            if (_linesAtOnce == 1)
                _reported = 0;
            return null;
        }

        var counts = (_failures, _messages);
        (_failures, _messages) = (0, 0);
        _isOpen = true;
        return counts;
    }
}
