using System.Globalization;
using System.Text.Json;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Numbers of JSON, which have no type: the .NET number that is written as the JSON spelled it, else the double.</summary>
static class JsonNumber
{
    public static LogEventPropertyValue Of(JsonElement element)
    {
        if (element.TryGetInt64(out var integer))
            return new ScalarValue(integer);

        var digits = element.GetRawText();
        if (!CaptureWork.TryCount(digits.Length))
            return Mark.Exhausted;

        // Integers beyond what the gateway keeps stay text, as those of .NET do.
        if (IsInteger(digits))
            return new ScalarValue(digits);
        if (decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && exact.ToString(CultureInfo.InvariantCulture) == digits)
            return new ScalarValue(exact);

        // Not every framework reads numbers that no double holds.
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number)
            ? new ScalarValue(number)
            : new ScalarValue(digits);
    }

    static bool IsInteger(string digits)
    {
        foreach (var c in digits)
        {
            if (c is not ('-' or (>= '0' and <= '9')))
                return false;
        }

        return true;
    }
}
