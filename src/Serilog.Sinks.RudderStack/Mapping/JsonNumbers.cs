using System.Buffers.Text;
using System.Globalization;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes numbers. Integers beyond 2^53 are written as text: the gateway passes numbers through a double and would change them.</summary>
static class JsonNumbers
{
    const long LargestExactInteger = 1L << 53;
    const int MaxWidth = 40;

    public static bool IsExact(long value) => value is >= -LargestExactInteger and <= LargestExactInteger;

    public static void Number(this MessageWriter writer, long value)
    {
        if (IsExact(value))
            writer.Digits(value);
        else
            writer.Text(value.ToString(CultureInfo.InvariantCulture));
    }

    public static void Number(this MessageWriter writer, ulong value)
    {
        if (value <= LargestExactInteger)
            writer.Digits((long)value);
        else
            writer.Text(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The exact digits, scale included; null has no counterpart here, since every decimal is finite.</summary>
    public static void Number(this MessageWriter writer, decimal value)
    {
        if (Math.Abs(value) > LargestExactInteger && decimal.Truncate(value) == value)
            writer.Text(value.ToString(CultureInfo.InvariantCulture));
        else
            writer.Digits(value);
    }

    public static void Number(this MessageWriter writer, double value)
    {
        var destination = writer.Reserve(FloatingPoint.MaxWidth);
        if (double.IsNaN(value) || double.IsInfinity(value))
            writer.Null();
        else if (!destination.IsEmpty)
            writer.Advance(FloatingPoint.Write(value, destination));
    }

    public static void Number(this MessageWriter writer, float value)
    {
        var destination = writer.Reserve(FloatingPoint.MaxWidth);
        if (float.IsNaN(value) || float.IsInfinity(value))
            writer.Null();
        else if (!destination.IsEmpty)
            writer.Advance(FloatingPoint.Write(value, destination));
    }

    /// <summary>A long or a decimal as a number, however large.</summary>
    public static void ExactNumber(this MessageWriter writer, object value)
    {
        if (value is long integer)
            writer.Digits(integer);
        else
            writer.Digits((decimal)value);
    }

    static void Digits(this MessageWriter writer, long value)
    {
        var destination = writer.Reserve(MaxWidth);
        if (destination.IsEmpty)
            return;

        Utf8Formatter.TryFormat(value, destination, out var written);
        writer.Advance(written);
    }

    static void Digits(this MessageWriter writer, decimal value)
    {
        var destination = writer.Reserve(MaxWidth);
        if (destination.IsEmpty)
            return;

        Utf8Formatter.TryFormat(value, destination, out var written);
        writer.Advance(written);
    }
}
