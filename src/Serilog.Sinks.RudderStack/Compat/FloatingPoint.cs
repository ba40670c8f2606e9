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
    // "R" is the shortest text on .NET 5 to 7; on .NET Framework it is not always, and does not always round-trip.
    const string RoundTrip = "R";

    public static int Write(double value, Span<byte> destination)
    {
        var text = value.ToString(RoundTrip, CultureInfo.InvariantCulture);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) || !read.Equals(value))
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        return Utf8Text.Write(text.AsSpan(), destination);
    }

    public static int Write(float value, Span<byte> destination)
    {
        var text = value.ToString(RoundTrip, CultureInfo.InvariantCulture);
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) || !read.Equals(value))
            text = value.ToString("G9", CultureInfo.InvariantCulture);
        return Utf8Text.Write(text.AsSpan(), destination);
    }
#endif
}
