using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack;

/// <summary>Stands where a sink with <see cref="RudderStackSinkOptions.Enabled"/> off would be, and ignores every event.</summary>
/// <remarks>
/// A sink, not the absence of one: wrappers such as Serilog's <c>FallbackChain</c> expect one, and would otherwise take the
/// events for lost.
/// </remarks>
sealed class DisabledSink : ILogEventSink, ISetLoggingFailureListener
{
    public void Emit(LogEvent logEvent)
    {
    }

    public void SetFailureListener(ILoggingFailureListener failureListener)
    {
    }
}
