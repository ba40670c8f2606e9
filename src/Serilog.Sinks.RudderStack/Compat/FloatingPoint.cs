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
    // .NET Framework's "R" fails to round-trip some doubles, and has no shortest form: the precisions are tried in turn.
    static readonly string[] DoubleFormats = ["G15", "G16", "G17"];
    static readonly string[] FloatFormats = ["G7", "G8", "G9"];

    public static int Write(double value, Span<byte> destination)
    {
        var text = "";
        foreach (var format in DoubleFormats)
        {
            text = value.ToString(format, CultureInfo.InvariantCulture);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read.Equals(value))
                break;
        }

        return Utf8Text.Write(text.AsSpan(), destination);
    }

    public static int Write(float value, Span<byte> destination)
    {
        var text = "";
        foreach (var format in FloatFormats)
        {
            text = value.ToString(format, CultureInfo.InvariantCulture);
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read.Equals(value))
                break;
        }

        return Utf8Text.Write(text.AsSpan(), destination);
    }
#endif
}
