using System.Buffers.Binary;
using System.IO.Compression;

namespace RudderStack.Local.Gateway;

/// <summary>
/// Reads a gzip body as strictly as Go does. <see cref="GZipStream"/> alone takes a truncated stream, and data after
/// the last member, for a good end; so each member's length is compared with the one its last four bytes give.
/// </summary>
static class Gzip
{
    const int LengthBytes = 4;
    const int SmallestMember = 18;

    static ReadOnlySpan<byte> MemberStart => [0x1F, 0x8B, 0x08];

    /// <summary>Gives the content, or null when the data is damaged. No data at all is no content, as in Go.</summary>
    public static byte[]? Read(ArraySegment<byte> data)
    {
        using var content = new MemoryStream();
        while (data.Count > 0)
        {
            var length = ReadMember(data, content);
            if (length == 0)
                return null;
            data = data[length..];
        }

        return content.ToArray();
    }

    /// <summary>Gives the length of the member that <paramref name="data"/> begins with, or 0 when it is damaged.</summary>
    static int ReadMember(ArraySegment<byte> data, MemoryStream content)
    {
        // Nearly always one member fills the rest. Otherwise it ends where another one may begin.
        if (TryInflate(data, content))
            return data.Count;
        for (var end = 1; end < data.Count; end++)
        {
            var next = data.AsSpan(end).IndexOf(MemberStart);
            if (next < 0)
                return 0;
            end += next;
            if (TryInflate(data[..end], content))
                return end;
        }

        return 0;
    }

    static bool TryInflate(ArraySegment<byte> member, MemoryStream content)
    {
        var before = content.Length;
        if (member.Count >= SmallestMember && Inflate(member, content)
            && BinaryPrimitives.ReadUInt32LittleEndian(member.AsSpan(member.Count - LengthBytes)) == (uint)(content.Length - before))
            return true;
        content.SetLength(before);
        return false;
    }

    static bool Inflate(ArraySegment<byte> member, MemoryStream content)
    {
        try
        {
            using var compressed = new MemoryStream(member.Array!, member.Offset, member.Count);
            using var stream = new GZipStream(compressed, CompressionMode.Decompress);
            stream.CopyTo(content);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
