using Serilog.Core;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Captures values where no logger does: options, and calls on loggers that lack the policy.</summary>
static class CapturedValue
{
    static readonly Logger Logger = new LoggerConfiguration().Destructure.With(new ValuePolicy()).CreateLogger();

    /// <summary>What a logger with the policy makes of a value when it is asked for its structure.</summary>
    public static LogEventPropertyValue Of(object? value)
    {
        Logger.BindProperty("Value", value, destructureObjects: true, out var property);
        return property!.Value;
    }
}
