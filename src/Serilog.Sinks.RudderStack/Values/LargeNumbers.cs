using System.Globalization;
using System.Numerics;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Numbers that Serilog knows as objects: numbers as far as a double is exact, beyond it their digits as text.</summary>
static class LargeNumbers
{
    public static LogEventPropertyValue Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? new ScalarValue((long)value) : Texts.OfText(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>128-bit integers, which not every target framework has.</summary>
    public static LogEventPropertyValue OfDigits(object value) =>
        Of(BigInteger.Parse(Texts.Invariant(value)!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    /// <summary>A half, as the number that its shortest text says.</summary>
    public static LogEventPropertyValue OfHalf(object value) =>
        double.TryParse(Texts.Invariant(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new ScalarValue(number)
            : new ScalarValue(null);
}
