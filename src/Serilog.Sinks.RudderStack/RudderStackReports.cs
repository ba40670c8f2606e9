using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Reports;

namespace Serilog.Sinks.RudderStack;

/// <summary>Reaches the reports of all RudderStack sinks of this process.</summary>
/// <remarks>
/// The same lines as <c>SelfLog</c> gets: the first of a kind at once, then summaries, at most one in 30 s. They also go to
/// the event source <c>Serilog-Sinks-RudderStack</c>, and those of one sink to <see cref="RudderStackSinkOptions.OnReport"/>.
/// </remarks>
public static class RudderStackReports
{
    /// <summary>The log category (<c>SourceContext</c>) under which reports may be logged without becoming analytics.</summary>
    /// <remarks>Sinks ignore events of this category, whatever <c>EventType</c> a scope or an enricher adds to them.</remarks>
    public const string Category = Library.Name;

    /// <summary>Hands each report to a listener, from now on.</summary>
    /// <remarks>
    /// The listener is called on any thread, also on one that logs, and must return soon; what it throws is ignored. After
    /// disposal it still hears the sinks that are alive then, until each is disposed: what a closing logger has to say comes
    /// last.
    /// </remarks>
    /// <param name="listener">Called with each report.</param>
    /// <returns>Ends it when disposed.</returns>
    /// <exception cref="ArgumentNullException">The listener is null.</exception>
    public static IDisposable Listen(Action<RudderStackReport> listener)
    {
        Guard.NotNull(listener, nameof(listener));
        return ReportListeners.Add(listener, alive: static () => LiveSinks.Snapshot().Select(static sink => sink.Settings.Reports));
    }
}
