namespace Serilog.Extensions.Logging.RudderStack.Compat;

/// <summary>Reads a tuple of a name and a value, such as <c>("UserId", "user-1")</c>.</summary>
static class NamedValue
{
    /// <summary>Gives the pair; null when the value is no such tuple.</summary>
    public static KeyValuePair<string, object?>? Read(object? value)
    {
#if NET
        return value is System.Runtime.CompilerServices.ITuple { Length: 2 } tuple && tuple[0] is string name
            ? new KeyValuePair<string, object?>(name, tuple[1])
            : null;
#else
        // No common interface here: the types that a scope is likely to have.
        return value switch
        {
            ValueTuple<string, object?> pair => new KeyValuePair<string, object?>(pair.Item1, pair.Item2),
            ValueTuple<string, string?> pair => new KeyValuePair<string, object?>(pair.Item1, pair.Item2),
            ValueTuple<string, int> pair => new KeyValuePair<string, object?>(pair.Item1, pair.Item2),
            ValueTuple<string, long> pair => new KeyValuePair<string, object?>(pair.Item1, pair.Item2),
            ValueTuple<string, Guid> pair => new KeyValuePair<string, object?>(pair.Item1, pair.Item2),
            _ => null,
        };
#endif
    }
}
