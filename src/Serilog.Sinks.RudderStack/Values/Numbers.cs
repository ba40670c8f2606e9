using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Numbers that Serilog has no scalar for: those of JSON, and large ones, which are numbers as far as a double is exact and their digits beyond.</summary>
static class Numbers
{
    public static LogEventPropertyValue Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? new ScalarValue((long)value) : Texts.OfText(value.ToString(CultureInfo.InvariantCulture));

    public static LogEventPropertyValue OfBigInteger(object value) => Of((BigInteger)value);

    /// <summary>128-bit integers, which not every target framework has.</summary>
    public static LogEventPropertyValue OfDigits(object value) =>
        Of(BigInteger.Parse(Texts.Invariant(value)!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    /// <summary>A half, as the number that its shortest text says.</summary>
    public static LogEventPropertyValue OfHalf(object value) =>
        double.TryParse(Texts.Invariant(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new ScalarValue(number)
            : new ScalarValue(null);

    /// <summary>A number of JSON, which has no type: the .NET number that is written as the JSON spelled it, else the double.</summary>
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
