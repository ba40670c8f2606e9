using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack;

sealed class RudderStackSink : ILogEventSink
{
    readonly SinkSettings _settings;

    public RudderStackSink(SinkSettings settings) => _settings = settings;

    public void Emit(LogEvent logEvent) => throw new NotSupportedException(_settings.ToString());
}
