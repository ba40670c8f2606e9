using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Types that are no more than their text, such as strongly typed ids.</summary>
/// <remarks>
/// A hand-written <c>ToString</c> alone says little: many objects have one for debugging. So the type must have nothing else
/// to show, or one member and a way from text that proves that the text is all of it. Trimmed programs have no such types,
/// since there members cannot be counted.
/// </remarks>
static class OwnText
{
    const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public;

    public static bool Is(Type type)
    {
        if (Trimming.IsOn || type.IsArray || IsGenerated(type) || !WritesOwnText(type))
            return false;

        return Members(type).Take(2).ToList() switch
        {
            [] => FieldsOf(type).Length == 0,
            [_] => FieldsOf(type).Length == 0 && IsReadFromText(type),
            _ => false,
        };
    }

    /// <summary>The text, unless a policy of the user's knows better.</summary>
    public static LogEventPropertyValue Of(object value, Capture capture)
    {
        var others = capture.ReadByOthers(value);
        return IsUntouched(others, value) ? Texts.Of(value) : others;
    }

    // What Serilog itself makes of the value. Whatever differs is a policy's doing, and may be there to hide something.
    static bool IsUntouched(LogEventPropertyValue captured, object value)
    {
        if (captured is not StructureValue structure || structure.TypeTag != value.GetType().Name)
            return false;

        var members = Members(value.GetType()).ToList();
        return structure.Properties.Count == members.Count
            && (members.Count == 0 || Equals(structure.Properties[0].Value, CapturedValue.Of(ValueOf(members[0], value))));
    }

    static object? ValueOf(PropertyInfo member, object value)
    {
        try
        {
            return member.GetValue(value);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    // As Serilog counts them.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Not called in trimmed programs.")]
    static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(Instance).Where(member => member.GetMethod is { IsPublic: true } && member.GetIndexParameters().Length == 0);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Not called in trimmed programs.")]
    static FieldInfo[] FieldsOf(Type type) => type.GetFields(Instance);

    // A record's is the compiler's.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Not called in trimmed programs.")]
    static bool WritesOwnText(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes) is { } method
        && method.DeclaringType != typeof(object)
        && method.DeclaringType != typeof(ValueType)
        && !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    static bool IsGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    static bool IsReadFromText(Type type) =>
        type.IsDefined(typeof(TypeConverterAttribute), inherit: true)
        || Array.Exists(TypeNames.Interfaces(type), one => one.IsGenericType && one.GetGenericTypeDefinition().FullName == "System.IParsable`1");
}
