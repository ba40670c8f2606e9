namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Whether a loose property is sent.</summary>
enum Sending
{
    Never,

    /// <summary>If it is a hole in the event's own message template.</summary>
    IfHole,
    Always,
}
