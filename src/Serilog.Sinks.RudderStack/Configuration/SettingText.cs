using System.Globalization;

namespace Serilog.Sinks.RudderStack.Configuration;

/// <summary>Turns the text of a setting into the type of its option.</summary>
static class SettingText
{
    /// <summary>Whether the type is a number, a time, a choice or a flag: what a fault may quote.</summary>
    public static bool IsQuotable(Type type) => type != typeof(string) && !IsList(type) && !IsDictionary(type);

    public static bool IsList(Type type) => type == typeof(IList<string>);

    public static bool IsDictionary(Type type) => type == typeof(IDictionary<string, object?>);

    /// <summary>Gives null for what is no text of the type. Culture does not count, nor does the case of a choice.</summary>
    public static object? Parse(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag) ? flag : null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

        // A bare number means days, which nobody means: RetryTimeLimit would take 5 for five days.
        if (type == typeof(TimeSpan))
            return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;

        // By name only: Enum.Parse also takes numbers and lists.
        return Enum.GetNames(type).FirstOrDefault(choice => choice.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : null;
    }

    /// <summary>Says what to write for the type.</summary>
    public static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return "one of " + string.Join(", ", Enum.GetNames(type));
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int) || type == typeof(long))
            return "a whole number";
        if (type == typeof(TimeSpan))
            return "a time, such as 00:00:30 for thirty seconds";
        if (IsList(type))
            return "a list of names";
        return IsDictionary(type) ? "a section of names with their values" : "a text";
    }
}
