using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>Makes message ids: random UUIDs (version 4), as lower-case text.</summary>
/// <remarks>
/// Each thread fetches cryptographic randomness in blocks, since one call to the system for each id costs more than
/// the rest of the id. Ids must not repeat anywhere, or the server would remove them as duplicates.
/// </remarks>
static class MessageIds
{
    /// <summary>The length of an id in bytes.</summary>
    public const int Width = 36;

    const int BytesPerId = 16;
    const int BlockSize = 64 * BytesPerId;

    [ThreadStatic]
    static byte[]? _block;

    [ThreadStatic]
    static int _used;

    static ReadOnlySpan<byte> Hex => "0123456789abcdef"u8;

    /// <summary>Writes a new id into the first <see cref="Width"/> bytes.</summary>
    public static void Write(Span<byte> destination)
    {
        var random = TakeRandom();
        random[6] = (byte)((random[6] & 0x0f) | 0x40);
        random[8] = (byte)((random[8] & 0x3f) | 0x80);

        var hex = Hex;
        var position = 0;
        for (var i = 0; i < BytesPerId; i++)
        {
            if (i is 4 or 6 or 8 or 10)
                destination[position++] = (byte)'-';
            destination[position++] = hex[random[i] >> 4];
            destination[position++] = hex[random[i] & 0x0f];
        }
    }

    static Span<byte> TakeRandom()
    {
        if (_block is null || _used == BlockSize)
        {
            _block ??= new byte[BlockSize];
            SecureRandom.Fill(_block);
            _used = 0;
        }

        var taken = _block.AsSpan(_used, BytesPerId);
        _used += BytesPerId;
        return taken;
    }
}
