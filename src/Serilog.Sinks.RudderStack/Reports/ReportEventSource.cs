using System.Diagnostics.Tracing;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Reports;

/// <summary>The event source <c>Serilog-Sinks-RudderStack</c>, for tools that look into a running process. The meter has the counts.</summary>
[EventSource(Name = "Serilog-Sinks-RudderStack")]
sealed class ReportEventSource : EventSource
{
    // Made with the first report: most programs have none.
    static readonly ReportEventSource Log = Create();

    public static void Write(RudderStackReport report)
    {
        if (report.Level >= LogEventLevel.Warning)
            Log.Fault(report.Text);
        else
            Log.Progress(report.Text);
    }

    [Event(1, Level = EventLevel.Warning, Message = "{0}")]
    void Fault(string text) => WriteEvent(1, text);

    [Event(2, Level = EventLevel.Informational, Message = "{0}")]
    void Progress(string text) => WriteEvent(2, text);

    static ReportEventSource Create()
    {
        var log = new ReportEventSource();
        PluginContext.DisposeWhenUnloaded(log);
        return log;
    }
}
