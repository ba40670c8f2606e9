namespace Serilog.Sinks.RudderStack.Delivery;

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
