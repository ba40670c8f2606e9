using Serilog.Events;

namespace Serilog.Sinks.RudderStack;

/// <summary>Something that the library reports to the people who run the program: a fault, its end, or a loss.</summary>
public sealed class RudderStackReport
{
    internal RudderStackReport(LogEventLevel level, string text)
    {
        Level = level;
        Text = text;
    }

    /// <summary><see cref="LogEventLevel.Warning"/> for what somebody may have to fix, <see cref="LogEventLevel.Information"/> for the rest.</summary>
    public LogEventLevel Level { get; }

    /// <summary>One line: what happened, to which message (type, event name, id), what to do. May quote an unknown EventType, the beginning of an answer, the message of an exception; never other property values of its own accord, never the write key.</summary>
    public string Text { get; }

    /// <summary>Whether the listener that is being called can show the report to somebody; a listener that cannot sets it to false.</summary>
    /// <remarks>Until then it counts as shown. A fault that must be fixed and that no listener shows is written to standard error, as <see cref="StandardErrorReports"/> says.</remarks>
    public bool IsShown { get; set; } = true;

    internal RudderStackReport Copy() => new(Level, Text);

    /// <summary>Gives <see cref="Text"/>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
