using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>What Serilog's values are in JSON.</summary>
static class ObjectShape
{
    public static bool IsNull(LogEventPropertyValue? value) => value is null or ScalarValue { Value: null or DBNull };

    /// <summary>Whether a value says as much as no value, where an object is expected.</summary>
    public static bool IsAbsent(LogEventPropertyValue? value) => IsNull(value) || value is SequenceValue { Elements.Count: 0 };

    /// <summary>Whether a value can hold others.</summary>
    public static bool IsContainer(LogEventPropertyValue? value) => value is StructureValue or DictionaryValue or SequenceValue;

    public static bool IsObject(LogEventPropertyValue? value) =>
        value is StructureValue or DictionaryValue || (value is SequenceValue sequence && IsDictionary(sequence));

    /// <summary>Whether a sequence is what <c>@</c> makes of a dictionary type that Serilog does not know as one.</summary>
    public static bool IsDictionary(SequenceValue sequence)
    {
        var elements = sequence.Elements;
        for (var i = 0; i < elements.Count; i++)
        {
            if (!TryReadPair(elements[i], out _, out _))
                return false;
        }

        return elements.Count > 0;
    }

    /// <summary>Reads what <c>@</c> makes of a pair; an object of the user's that merely has a key and a value is none.</summary>
    public static bool TryReadPair(LogEventPropertyValue pair, out ScalarValue key, out LogEventPropertyValue value)
    {
        key = null!;
        value = null!;
        if (pair is not StructureValue { TypeTag: "KeyValuePair`2" or "DictionaryEntry", Properties: { Count: 2 } members })
            return false;

        var first = members[0];
        var second = members[1];
        if (first.Name == "Value")
            (first, second) = (second, first);
        if (first.Name != "Key" || second.Name != "Value" || first.Value is not ScalarValue { Value: not null } scalar)
            return false;

        key = scalar;
        value = second.Value;
        return true;
    }
}
