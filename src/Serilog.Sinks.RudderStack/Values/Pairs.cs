using System.Diagnostics.CodeAnalysis;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Pairs of any types, by reflection on a type that is never trimmed here.</summary>
static class Pairs
{
    /// <summary>Whether a type is declared as a sequence of pairs; objects that merely have a key and a value are none.</summary>
    public static bool IsSequence(Type type) => Array.Exists(TypeNames.Interfaces(type), IsSequenceInterface);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(KeyValuePair<,>))]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The members are kept by name.")]
    public static (object? Key, object? Value) Split(object pair)
    {
        var type = pair.GetType();
        return (type.GetProperty("Key")!.GetValue(pair), type.GetProperty("Value")!.GetValue(pair));
    }

    static bool IsSequenceInterface(Type one) =>
        one.IsGenericType
        && one.GetGenericTypeDefinition() == typeof(IEnumerable<>)
        && one.GenericTypeArguments[0] is { IsGenericType: true } element
        && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);
}
