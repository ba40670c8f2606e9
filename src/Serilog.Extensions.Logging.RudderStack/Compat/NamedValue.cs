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
        // No common interface here.
        if (value?.GetType() is not { IsGenericType: true } type)
            return null;
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ValueTuple<,>) && type.GetField("Item1").GetValue(value) is string name)
            return new KeyValuePair<string, object?>(name, type.GetField("Item2").GetValue(value));
        return definition == typeof(Tuple<,>) && type.GetProperty("Item1").GetValue(value) is string key
            ? new KeyValuePair<string, object?>(key, type.GetProperty("Item2").GetValue(value))
            : null;
#endif
    }
}
