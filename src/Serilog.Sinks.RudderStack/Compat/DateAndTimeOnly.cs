namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>ISO 8601 formats of <c>DateOnly</c> and <c>TimeOnly</c>.</summary>
static class DateAndTimeOnly
{
    const string DateFormat = "yyyy-MM-dd";
    const string TimeFormat = "HH:mm:ss.FFFFFFF";

    /// <summary>The format of such a value; null for every other type.</summary>
    public static string? FormatOf(object value)
    {
#if NET8_0_OR_GREATER
        return value switch
        {
            DateOnly => DateFormat,
            TimeOnly => TimeFormat,
            _ => null,
        };
#else
        // .NET 6 and 7 have the types but take the assembly that was compiled without them.
        return value.GetType().FullName switch
        {
            "System.DateOnly" => DateFormat,
            "System.TimeOnly" => TimeFormat,
            _ => null,
        };
#endif
    }
}
