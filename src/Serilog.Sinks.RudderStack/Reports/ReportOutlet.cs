using Serilog.Debugging;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Reports;

/// <summary>Takes the reports of one sink to everybody who may read them.</summary>
/// <remarks>
/// These are <see cref="SelfLog"/>, the sink's <c>OnReport</c>, listeners to the whole process, the event source and, for what
/// somebody must fix, standard error. Any thread, under no lock: all but the last run the user's code. Never throws.
/// </remarks>
sealed class ReportOutlet
{
    readonly Action<RudderStackReport>? _onReport;

    public ReportOutlet(Action<RudderStackReport>? onReport, StandardErrorReports standardError)
    {
        _onReport = onReport;
        StandardError = standardError;
    }

    /// <summary>Whether standard error is one of the readers.</summary>
    public StandardErrorReports StandardError { get; }

    /// <summary>Writes a line now, whatever was written before.</summary>
    public void Write(string line, Notice notice = Notice.None, LogEventLevel level = LogEventLevel.Warning) => Write(() => line, notice, level);

    /// <summary>As the other form; what the description throws is not reported.</summary>
    public void Write(Func<string> describe, Notice notice = Notice.None, LogEventLevel level = LogEventLevel.Warning)
    {
        try
        {
            Write(new RudderStackReport(level, OneLine.Of(describe())), notice);
        }
        catch (Exception)
        {
            // An exception of the user's whose message was asked for. There is nobody left to notify.
        }
    }

    void Write(RudderStackReport report, Notice notice)
    {
        var line = new SelfLogLine(report.Text);
        Try(() => SelfLog.WriteLine("{0}", line));
        var isRead = line.IsRead;
        foreach (var reader in _onReport?.GetInvocationList() ?? [])
        {
            // A copy for each: what one says of itself is not said of another.
            var own = report.Copy();
            Try(() => ((Action<RudderStackReport>)reader)(own));
            isRead |= own.IsShown;
        }

        isRead |= ReportListeners.Publish(report, this);
        Try(() => ReportEventSource.Write(report));
        if (notice != Notice.None)
            StandardErrorNotices.Write(notice, line.ToString(), StandardError, isRead);
    }

    // The user's code.
    static void Try(Action call)
    {
        try
        {
            call();
        }
        catch (Exception)
        {
            // There is nobody left to notify.
        }
    }

    /// <summary>Shows whether <see cref="SelfLog"/> is on, which has no other way to ask: its arguments are read only then.</summary>
    sealed class SelfLogLine(string text)
    {
        public bool IsRead { get; private set; }

        public override string ToString()
        {
            IsRead = true;
            return "RudderStack: " + text;
        }
    }
}
