using System.Buffers;
using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>The number by which RudderStack's proxy assigns a user to a node.</summary>
/// <remarks>CRC-32 (IEEE) of the UTF-8 text <c>userId:anonymousId</c>, a missing id counting as empty, as in RudderStack's Go SDK.</remarks>
static class RoutingKey
{
    /// <summary>Reads the key from the bytes of a message.</summary>
    public static uint Of(ReadOnlySpan<byte> message)
    {
        var userId = default(Utf8JsonReader);
        var anonymousId = default(Utf8JsonReader);
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUserId = reader.ValueTextEquals("userId"u8);
            var isAnonymousId = reader.ValueTextEquals("anonymousId"u8);
            reader.Read();
            if (isUserId)
                userId = reader;
            else if (isAnonymousId)
                anonymousId = reader;
            reader.Skip();
        }

        var crc = Append(Crc32.Start, userId);
        crc = Crc32.Append(crc, ":"u8);
        return Crc32.Finish(Append(crc, anonymousId));
    }

    static uint Append(uint crc, Utf8JsonReader id)
    {
        if (id.TokenType != JsonTokenType.String)
            return crc;
        if (!id.ValueIsEscaped)
            return Crc32.Append(crc, id.ValueSpan);

        var unescaped = ArrayPool<byte>.Shared.Rent(id.ValueSpan.Length);
        crc = Crc32.Append(crc, unescaped.AsSpan(0, id.CopyString(unescaped)));
        ArrayPool<byte>.Shared.Return(unescaped, clearArray: true);
        return crc;
    }
}
