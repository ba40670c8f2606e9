using Microsoft.Extensions.Configuration;

namespace Serilog.Extensions.Logging.RudderStack.Configuration;

/// <summary>Turns the text of one setting into the type of its option, with Microsoft's binder.</summary>
static class SettingText
{
    /// <summary>Gives the value; null when the text means none.</summary>
    public static object? Read(IConfigurationSection setting, Type type)
    {
        // The binder would give a section the default of a number.
        if (setting.Value is null && type.IsValueType)
            return null;

        try
        {
            return setting.Get(type);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Says what a setting of the type looks like.</summary>
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
        return type == typeof(IList<string>) ? "a list of names" : "names with their values";
    }
}
