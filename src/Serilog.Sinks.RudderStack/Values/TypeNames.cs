using System.Diagnostics.CodeAnalysis;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>The full names of what a type is, those of generic types without their arguments.</summary>
static class TypeNames
{
    /// <summary>The type, its base types and its interfaces.</summary>
    public static IEnumerable<string> Of(Type type) => Bases(type).Concat(Interfaces(type)).Select(NameOf);

    /// <summary>Whether a type or one of its base types is in a namespace or below it, in an assembly that is named after it or the framework's.</summary>
    /// <remarks>Interfaces do not count: much that is data implements one of such a namespace.</remarks>
    public static bool AreIn(Type type, string name) =>
        Bases(type).Any(one => one.Namespace is { } space && space.StartsWith(name, StringComparison.Ordinal) && (space.Length == name.Length || space[name.Length] == '.'));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away had nobody who used it; the type then counts as an object.")]
    public static Type[] Interfaces(Type type) => type.GetInterfaces();

    static IEnumerable<Type> Bases(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
            yield return one;
    }

    static string NameOf(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return $"{definition.Namespace}.{definition.Name}";
    }
}
