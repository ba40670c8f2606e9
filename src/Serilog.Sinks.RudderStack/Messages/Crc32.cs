namespace Serilog.Sinks.RudderStack.Messages;

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
