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

/// <summary>CRC-32 as IEEE 802.3 defines it, the checksum by which RudderStack's proxy assigns users to nodes.</summary>
static class Crc32
{
    const uint Polynomial = 0xEDB88320;

    static readonly uint[] Table = MakeTable();

    /// <summary>The state before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
        return state;
    }

    public static uint Finish(uint state) => ~state;

    static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++)
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ Polynomial;
            table[i] = entry;
        }

        return table;
    }
}

/// <summary>A number for a user, by which one user's messages are kept in order. Different users may share one.</summary>
static class UserHash
{
    const uint OffsetBasis = 2166136261;
    const uint Prime = 16777619;

    /// <summary>FNV-1a of an id as it stands in a message.</summary>
    public static int Of(ReadOnlySpan<byte> id)
    {
        var hash = OffsetBasis;
        foreach (var b in id)
            hash = (hash ^ b) * Prime;
        return (int)hash;
    }
}
