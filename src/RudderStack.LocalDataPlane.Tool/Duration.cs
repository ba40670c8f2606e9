using System.Globalization;

namespace RudderStack.Local.Tool;

/// <summary>A time as an argument gives it: a number and a unit, such as <c>14ms</c>.</summary>
static class Duration
{
    // The longer unit first where one ends with another.
    static readonly (string Name, double Microseconds)[] Units = [("us", 1), ("ms", 1e3), ("s", 1e6), ("m", 6e7), ("h", 3.6e9)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (name, microseconds) = Units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        if (name is null || !double.TryParse(text[..^name.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var total = number * microseconds;
        if (total > TimeSpan.FromDays(365).TotalMicroseconds)
            return false;
        duration = TimeSpan.FromMicroseconds(total);
        return true;
    }
}
