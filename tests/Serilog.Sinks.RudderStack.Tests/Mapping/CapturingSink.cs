using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

sealed class CapturingSink : ILogEventSink
{
    public List<LogEvent> Events { get; } = [];

    public void Emit(LogEvent logEvent) => Events.Add(logEvent);
}
