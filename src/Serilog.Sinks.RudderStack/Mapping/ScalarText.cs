using System.Globalization;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Scalars as text that no culture changes: ids, names, keys, and values that JSON has no type for.</summary>
static class ScalarText
{
    /// <summary>The text; null for null and for what cannot be read.</summary>
    public static string? Of(object? value)
    {
        try
        {
            return Read(value);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>The text; what stands for it if the value's own code throws.</summary>
    public static string? OrReplacement(object? value)
    {
        try
        {
            return Read(value);
        }
        catch (Exception exception)
        {
            return Capture.Failed(exception).Value as string;
        }
    }

    static string? Read(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        Enum constant => constant.ToString(),
        DateTime time => UtcTime.TextOf(UtcTime.Of(time)),
        DateTimeOffset time => UtcTime.TextOf(time),
        Uri uri => uri.OriginalString,
        IFormattable formattable when DateAndTimeOnly.FormatOf(value) is { } format => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => Texts.Invariant(value),
    };

    /// <summary>The key of a dictionary entry. JSON has no key but text, so that of null is empty.</summary>
    public static string OfKey(ScalarValue key) => key.Value as string ?? Of(key.Value) ?? "";
}
