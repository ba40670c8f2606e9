namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>The recent past of one kind of report. Guarded by the lock of its owner.</summary>
sealed class ReportWindow
{
    readonly int _linesAtOnce;
    int _told;
    long _failures;
    long _messages;
    bool _isOpen;

    public ReportWindow(int linesAtOnce) => _linesAtOnce = linesAtOnce;

    /// <summary>Whether to tell this failure now; counts it otherwise.</summary>
    /// <param name="count">The messages it befell.</param>
    /// <param name="opened">Whether a period begins with it, at whose end the counts are due.</param>
    public bool TryTell(int count, out bool opened)
    {
        opened = !_isOpen;
        _isOpen = true;
        if (_told < _linesAtOnce)
        {
            _told++;
            return true;
        }

        _failures++;
        _messages += count;
        return false;
    }

    /// <summary>Ends the period; null when nothing was left untold.</summary>
    public (long Failures, long Messages)? EndPeriod()
    {
        _isOpen = false;
        if (_failures == 0)
        {
            // A quiet period: the next failure is news again. The first lines of single events are told once and for all.
            if (_linesAtOnce == 1)
                _told = 0;
            return null;
        }

        var counts = (_failures, _messages);
        (_failures, _messages) = (0, 0);
        _isOpen = true;
        return counts;
    }
}
