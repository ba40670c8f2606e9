using System.Collections;
#if NET
using System.Diagnostics.CodeAnalysis;
#endif
using System.Runtime.CompilerServices;

namespace Serilog.Extensions.Logging.RudderStack.Compat;

/// <summary>Reads a sequence of pairs whose values have another type than object, such as a list of texts by name.</summary>
static class PairSequence
{
    // A weak table: one that held the types would keep the assembly of a plug-in from being unloaded.
    static readonly ConditionalWeakTable<Type, StrongBox<bool>> Known = new();

    /// <summary>Gives the pairs; null when the value is no such sequence. What is none is not enumerated: it may be a query.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Read(object? value) =>
        value is IEnumerable items and not string && Known.GetValue(items.GetType(), static type => new StrongBox<bool>(IsPairs(type))).Value
            ? Pairs(items)
            : null;

    static IEnumerable<KeyValuePair<string, object?>> Pairs(IEnumerable items)
    {
        foreach (var item in items)
        {
            if (item is not null)
                yield return item is KeyValuePair<string, string?> text ? new KeyValuePair<string, object?>(text.Key, text.Value) : Pair(item);
        }
    }

#if NET
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that is trimmed away was used by nobody: the sequence is then no sequence of pairs.")]
#endif
    static bool IsPairs(Type type) => type.GetInterfaces().Any(static candidate =>
        candidate.IsGenericType
        && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        && candidate.GenericTypeArguments[0] is { IsGenericType: true } item
        && item.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
        && item.GenericTypeArguments[0] == typeof(string));

#if NET
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(KeyValuePair<,>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The properties of pairs are kept by the line above.")]
#endif
    static KeyValuePair<string, object?> Pair(object item)
    {
        var type = item.GetType();
        return new KeyValuePair<string, object?>(
            (string)type.GetProperty("Key")!.GetValue(item)!,
            type.GetProperty("Value")!.GetValue(item));
    }
}
