using Serilog.Events;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>Values of options, captured by the same rules as those of events; what these would replace or leave out is refused.</summary>
static class CapturedOption
{
    /// <summary>The value to write; null for one that is not wholly writable, at any depth.</summary>
    public static LogEventPropertyValue? Read(object? value) => CapturedValue.Of(value) is var captured && IsWhole(captured) ? captured : null;

    static bool IsWhole(LogEventPropertyValue value) => value switch
    {
        Mark => false,

        // What configuration binders make of a nested section.
        StructureValue { TypeTag: nameof(Object), Properties.Count: 0 } => false,
        StructureValue structure => structure.Properties.All(static member => IsWhole(member.Value)),
        SequenceValue sequence => sequence.Elements.All(IsWhole),
        DictionaryValue dictionary => dictionary.Elements.All(static entry => !IsBlank(entry.Key) && IsWhole(entry.Value)),
        _ => true,
    };

    static bool IsBlank(ScalarValue name) => name.Value is null || (name.Value is string text && string.IsNullOrWhiteSpace(text));
}
