#if !NET8_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
#endif

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>The items of a tuple, in order.</summary>
static class TupleItems
{
#if NET8_0_OR_GREATER
    public static object?[] Of(object tuple)
    {
        var items = (System.Runtime.CompilerServices.ITuple)tuple;
        var copy = new object?[items.Length];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = items[i];
        return copy;
    }
#else
    // No common interface here. Fields of ValueTuple, properties of Tuple, and the eighth and later ones in Rest.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "This target framework is not for trimmed programs.")]
    public static object?[] Of(object tuple)
    {
        var items = new List<object?>();
        var type = tuple.GetType();
        for (var i = 1; i <= 7; i++)
        {
            if (!TryRead(type, tuple, "Item" + i, out var item))
                return [.. items];
            items.Add(item);
        }

        if (TryRead(type, tuple, "Rest", out var rest) && rest is not null)
            items.AddRange(Of(rest));
        return [.. items];
    }

    static bool TryRead(Type type, object tuple, string name, out object? item)
    {
        const BindingFlags members = BindingFlags.Instance | BindingFlags.Public;
        var field = type.GetField(name, members);
        var property = type.GetProperty(name, members);
        item = field is not null ? field.GetValue(tuple) : property?.GetValue(tuple);
        return field is not null || property is not null;
    }
#endif
}
