using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Programs whose types may lack members, trimmed away because nobody was seen to use them.</summary>
static class Trimming
{
    /// <summary>Whether Serilog, and so the sink, reads no objects member by member: Serilog's package sets this for trimmed programs.</summary>
    public static bool IsOn { get; } = AppContext.TryGetSwitch("Serilog.Capturing.IsStructureValueSupported", out var isSupported) && !isSupported;

    /// <summary>What a policy of the user's makes of an object; otherwise a mark, where Serilog would make text of it.</summary>
    public static LogEventPropertyValue Unreadable(object value, Capture capture)
    {
        try
        {
            var others = capture.ReadByOthers(value);
            return others is ScalarValue { Value: string text } and not Mark && text == (value.ToString() ?? "") ? Mark.Unreadable(value.GetType()) : others;
        }
        catch (Exception)
        {
            // Its ToString, or a policy that does not know what to do without members.
            return Mark.Unreadable(value.GetType());
        }
    }
}
