namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>The fixed-width slot of <c>sentAt</c>, the last member of every message.</summary>
/// <remarks>
/// The server computes <c>timestamp = receivedAt - (sentAt - originalTimestamp)</c>, so each attempt must carry its own
/// <c>sentAt</c>. Being last and of fixed width, the slot is found from the message's end and is patched in place.
/// </remarks>
static class SentAt
{
    /// <summary>The bytes of <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
    public const int Width = 24;

    // The slot is followed by the closing quote and brace.
    const int OffsetFromEnd = Width + 2;

    /// <summary>What closes a message: the member with an empty slot, and the brace.</summary>
    public static ReadOnlySpan<byte> Tail => ",\"sentAt\":\"0000-00-00T00:00:00.000Z\"}"u8;

    /// <summary>Writes a time into the slot of a complete message.</summary>
    public static void Stamp(Span<byte> message, ReadOnlySpan<byte> sentAt) =>
        sentAt.CopyTo(message.Slice(message.Length - OffsetFromEnd, Width));

    /// <summary>Formats a time as the slot holds it.</summary>
    public static void Format(DateTimeOffset time, Span<byte> destination)
    {
        var utc = time.UtcDateTime;
        WriteDigits(utc.Year, destination.Slice(0, 4));
        destination[4] = (byte)'-';
        WriteDigits(utc.Month, destination.Slice(5, 2));
        destination[7] = (byte)'-';
        WriteDigits(utc.Day, destination.Slice(8, 2));
        destination[10] = (byte)'T';
        WriteDigits(utc.Hour, destination.Slice(11, 2));
        destination[13] = (byte)':';
        WriteDigits(utc.Minute, destination.Slice(14, 2));
        destination[16] = (byte)':';
        WriteDigits(utc.Second, destination.Slice(17, 2));
        destination[19] = (byte)'.';
        WriteDigits(utc.Millisecond, destination.Slice(20, 3));
        destination[23] = (byte)'Z';
    }

    static void WriteDigits(int value, Span<byte> destination)
    {
        for (var i = destination.Length - 1; i >= 0; i--)
        {
            destination[i] = (byte)('0' + value % 10);
            value /= 10;
        }
    }
}
