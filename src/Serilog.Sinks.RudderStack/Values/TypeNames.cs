using System.Diagnostics.CodeAnalysis;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>The full names of what a type is, those of generic types without their arguments.</summary>
static class TypeNames
{
    /// <summary>Whether a type, one of its base types or one of its interfaces has one of these names.</summary>
    public static bool IsAny(Type type, params string[] names)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (Array.IndexOf(names, NameOf(one)) >= 0)
                return true;
        }

        return Array.Exists(Interfaces(type), one => Array.IndexOf(names, NameOf(one)) >= 0);
    }

    /// <summary>Whether a type or one of its base types is in a namespace or below it, in an assembly that is named after it or the framework's.</summary>
    /// <remarks>Interfaces do not count: much that is data implements one of such a namespace.</remarks>
    public static bool IsIn(Type type, string name)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.Namespace is { } space && space.StartsWith(name, StringComparison.Ordinal) && (space.Length == name.Length || space[name.Length] == '.'))
                return true;
        }

        return false;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An interface that was trimmed away had nobody who used it; the type then counts as an object.")]
    public static Type[] Interfaces(Type type) => type.GetInterfaces();

    static string NameOf(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return $"{definition.Namespace}.{definition.Name}";
    }
}
