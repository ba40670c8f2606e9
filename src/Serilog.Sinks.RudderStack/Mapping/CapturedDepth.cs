using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Finds where Serilog stopped reading, at its maximum depth: it leaves nothing there but nulls.</summary>
static class CapturedDepth
{
    /// <summary>The depth at which an object has no members any more, by Serilog's default.</summary>
    public const int Last = 10;

    /// <summary>Whether a value at this depth was read no further. An object that deep with nothing but nulls counts, too.</summary>
    public static bool EndsAt(LogEventPropertyValue value, int depth)
    {
        if (depth < Last - 1)
            return false;

        return value switch
        {
            StructureValue { Properties: { Count: > 0 } properties } => properties.All(static property => ReferenceEquals(property.Value, ScalarValue.Null)),
            SequenceValue { Elements: { Count: > 0 } elements } => elements.All(static element => ReferenceEquals(element, ScalarValue.Null)),
            _ => false,
        };
    }
}
