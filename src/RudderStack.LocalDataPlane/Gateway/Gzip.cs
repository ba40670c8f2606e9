using System.Buffers.Binary;
using System.IO.Compression;

namespace RudderStack.Local.Gateway;

/// <summary>
/// Reads a gzip body as strictly as Go does. <see cref="GZipStream"/> alone takes a truncated stream, and data after
/// the last member, for a good end; so each member's length is compared with the one its last four bytes give.
/// </summary>
sealed class Gzip : IDisposable
{
    const int LengthBytes = 4;
    const int SmallestMember = 18;

    /// <summary>What a try costs before it has inflated anything, in bytes that might be inflated in that time.</summary>
    const int TryCost = 64 * 1024;

    /// <summary>How many bytes may be inflated, again and again, until every member's end is found.</summary>
    const long MaxEffort = 128 * 1024 * 1024;

    readonly MemoryStream _content = new();
    readonly byte[] _buffer = new byte[16 * 1024];
    readonly int _most;
    long _effortLeft = MaxEffort;
    bool _isLonger;

    Gzip(int most) => _most = most;

    static ReadOnlySpan<byte> MemberStart => [0x1F, 0x8B, 0x08];

    /// <summary>
    /// Gives the content, or null when the data is damaged, or has more than the most bytes. No data at all is no
    /// content, as in Go.
    /// </summary>
    /// <remarks>
    /// Where a member ends is found by trying. Data that looks as if thousands of members began in it, but is none of
    /// them, is given up and counts as damaged.
    /// </remarks>
    public static byte[]? Read(ArraySegment<byte> data, int most, out bool isLonger)
    {
        using var gzip = new Gzip(most);
        while (data.Count > 0 && gzip.ReadMember(data) is var length)
        {
            isLonger = gzip._isLonger;
            if (length == 0)
                return null;
            data = data[length..];
        }

        isLonger = false;
        return gzip._content.ToArray();
    }

    public void Dispose() => _content.Dispose();

    /// <summary>Gives the length of the member that <paramref name="data"/> begins with, or 0 when there is none.</summary>
    int ReadMember(ArraySegment<byte> data)
    {
        // A member ends where the next begins, or at the end. Its data may hold the same three bytes by chance.
        for (var end = 1; end <= data.Count && _effortLeft > 0 && !_isLonger; end++)
        {
            var next = data.AsSpan(end).IndexOf(MemberStart);
            end = next < 0 ? data.Count : end + next;
            if (TryInflate(data[..end]))
                return end;
        }

        return 0;
    }

    bool TryInflate(ArraySegment<byte> member)
    {
        var before = _content.Length;
        _effortLeft -= TryCost;
        if (member.Count >= SmallestMember && Inflate(member)
            && BinaryPrimitives.ReadUInt32LittleEndian(member.AsSpan(member.Count - LengthBytes)) == (uint)(_content.Length - before))
            return true;
        _content.SetLength(before);
        return false;
    }

    bool Inflate(ArraySegment<byte> member)
    {
        try
        {
            using var compressed = new MemoryStream(member.Array!, member.Offset, member.Count);
            using var stream = new GZipStream(compressed, CompressionMode.Decompress);
            while (stream.Read(_buffer) is var count and > 0)
            {
                _effortLeft -= count;
                _isLonger = _content.Length + count > _most;
                if (_isLonger || _effortLeft <= 0)
                    return false;
                _content.Write(_buffer, 0, count);
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
