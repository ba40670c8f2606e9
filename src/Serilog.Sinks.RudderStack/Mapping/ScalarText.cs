using System.Globalization;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Scalars as text that no culture changes: ids, names, keys, and values that JSON has no type for.</summary>
static class ScalarText
{
    /// <summary>The text; null for null and for what cannot be read.</summary>
    public static string? Of(object? value)
    {
        try
        {
            return value switch
            {
                null => null,
                string text => text,
                bool flag => flag ? "true" : "false",
                Enum constant => constant.ToString(),
                DateTime time => UtcTime.TextOf(UtcTime.Of(time)),
                DateTimeOffset time => UtcTime.TextOf(time),
                Uri uri => uri.OriginalString,
                IFormattable formattable => formattable.ToString(DateAndTimeOnly.FormatOf(value), CultureInfo.InvariantCulture),
                _ => value.ToString(),
            };
        }
        catch (Exception)
        {
            // The value is replaced by null and the event survives.
            return null;
        }
    }

    /// <summary>The key of a dictionary entry. JSON has no key but text, so that of null is empty.</summary>
    public static string OfKey(ScalarValue key) => key.Value as string ?? Of(key.Value) ?? "";
}
