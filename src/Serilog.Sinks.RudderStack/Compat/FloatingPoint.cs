#if NET8_0_OR_GREATER
using System.Buffers.Text;
#else
using System.Globalization;
#endif

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>The shortest decimal text that reads back as the same number.</summary>
static class FloatingPoint
{
    /// <summary>The most bytes that <see cref="Write(double, Span{byte})"/> needs.</summary>
    public const int MaxWidth = 32;

#if NET8_0_OR_GREATER
    public static int Write(double value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out var written);
        return written;
    }

    public static int Write(float value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out var written);
        return written;
    }
#else
    // "R" is the shortest text on .NET. On .NET Framework it has up to 15 digits or all 17 (7 or 9), and does not always
    // read back as the same number.
    const string RoundTrip = "R";

    public static int Write(double value, Span<byte> destination) => Utf8Text.Write(Shortest(value).AsSpan(), destination);

    public static int Write(float value, Span<byte> destination) => Utf8Text.Write(Shortest(value).AsSpan(), destination);

    static string Shortest(double value)
    {
        var text = Text(RoundTrip);
        var isExact = IsExact(text);
        if (isExact && DigitsOf(text) < 17)
            return text;
        var between = Text("G16");
        return IsExact(between) ? between : isExact ? text : Text("G17");

        string Text(string format) => value.ToString(format, CultureInfo.InvariantCulture);

        bool IsExact(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read.Equals(value);
    }

    static string Shortest(float value)
    {
        var text = Text(RoundTrip);
        var isExact = IsExact(text);
        if (isExact && DigitsOf(text) < 9)
            return text;
        var between = Text("G8");
        return IsExact(between) ? between : isExact ? text : Text("G9");

        string Text(string format) => value.ToString(format, CultureInfo.InvariantCulture);

        bool IsExact(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read.Equals(value);
    }

    // From the first to the last that is not zero, without those of the exponent.
    static int DigitsOf(string text)
    {
        var digits = 0;
        var zeros = 0;
        foreach (var character in text)
        {
            if (character == 'E')
                break;
            if (character == '0' && digits > 0)
                zeros++;
            if (character is < '1' or > '9')
                continue;
            digits += zeros + 1;
            zeros = 0;
        }

        return digits;
    }
#endif
}
