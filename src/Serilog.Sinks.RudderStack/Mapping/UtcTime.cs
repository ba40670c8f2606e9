using System.Globalization;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Points in time as messages spell them: UTC, ISO 8601.</summary>
static class UtcTime
{
    const string Milliseconds = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    const string Ticks = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    const int TickDigits = 7;
    const int FractionStart = 20;

    /// <summary>A time without a kind counts as UTC.</summary>
    public static DateTimeOffset Of(DateTime time) =>
        new(DateTime.SpecifyKind(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time, DateTimeKind.Utc));

    /// <summary>Three decimals, and seven only when a value has more.</summary>
    public static string TextOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString(HasSubMilliseconds(time) ? Ticks : Milliseconds, CultureInfo.InvariantCulture);

    /// <summary>Writes a value of the user's as <see cref="TextOf"/> does.</summary>
    public static void Write(MessageWriter writer, DateTimeOffset time)
    {
        if (!HasSubMilliseconds(time))
        {
            WriteMilliseconds(writer, time);
            return;
        }

        const int width = FractionStart + TickDigits;
        Span<byte> text = stackalloc byte[width];
        Span<byte> milliseconds = stackalloc byte[SentAt.Width];
        SentAt.Format(time, milliseconds);
        milliseconds.Slice(0, FractionStart).CopyTo(text);
        var fraction = time.UtcTicks % TimeSpan.TicksPerSecond;
        for (var i = width - 1; i >= FractionStart; i--, fraction /= 10)
            text[i] = (byte)('0' + fraction % 10);

        writer.Raw((byte)'"');
        writer.Raw(text);
        writer.Raw("Z\""u8);
    }

    /// <summary>Writes a time of the message's own, which the server reads to the millisecond.</summary>
    public static void WriteMilliseconds(MessageWriter writer, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[SentAt.Width];
        SentAt.Format(time, text);
        writer.Raw((byte)'"');
        writer.Raw(text);
        writer.Raw((byte)'"');
    }

    static bool HasSubMilliseconds(DateTimeOffset time) => time.UtcTicks % TimeSpan.TicksPerMillisecond != 0;
}
