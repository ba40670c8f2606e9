using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack;

/// <summary>Hands events on to other sinks, analytics without what they carry.</summary>
sealed class WithoutValuesSink(ILogEventSink inner, string eventTypeProperty) : ILogEventSink, IDisposable
{
    public void Emit(LogEvent logEvent) => inner.Emit(logEvent.IsAnalytics(eventTypeProperty) ? WithoutValues(logEvent) : logEvent);

    public void Dispose() => (inner as IDisposable)?.Dispose();

    // A copy: other sinks get the event as it is.
    LogEvent WithoutValues(LogEvent logEvent) => new(
        logEvent.Timestamp,
        logEvent.Level,
        exception: null,
        logEvent.MessageTemplate,
        logEvent.Properties.Where(property => IsKept(property.Key)).Select(static property => new LogEventProperty(property.Key, property.Value)),
        logEvent.TraceId ?? default,
        logEvent.SpanId ?? default);

    bool IsKept(string property) => property == eventTypeProperty || property is "Event" or Constants.SourceContextPropertyName;
}
