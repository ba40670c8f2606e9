using System.Globalization;
using System.Text;

namespace Benchmarks.Server;

/// <summary>Reads HTTP/1.1 requests from a stream, one after the other: as much of the protocol as .NET clients use.</summary>
sealed class HttpConnection
{
    readonly Stream _stream;
    readonly ServerCounts _counts;
    byte[] _buffer = new byte[64 * 1024];
    int _start;
    int _end;

    public HttpConnection(Stream stream, ServerCounts counts)
    {
        _stream = stream;
        _counts = counts;
    }

    /// <summary>The next request; null when the client has closed.</summary>
    public async ValueTask<HttpRequest?> ReadAsync()
    {
        int headLength;
        while ((headLength = Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await ReceiveAsync())
                return null;
        }

        var head = Encoding.ASCII.GetString(Unread[..headLength]).Split("\r\n");
        _start += headLength + 4;
        var content = Header(head, "Transfer-Encoding") == "chunked"
            ? await ReadChunksAsync()
            : await ReadExactlyAsync(Number(Header(head, "Content-Length") ?? "0", NumberStyles.None));
        return new HttpRequest(head[0].Split(' ')[1], Header(head, "Content-Encoding") == "gzip", content);
    }

    Span<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    async ValueTask<ArraySegment<byte>> ReadExactlyAsync(int length)
    {
        while (_end - _start < length)
        {
            if (!await ReceiveAsync())
                throw new InvalidDataException("The body has no end.");
        }

        _start += length;
        return new ArraySegment<byte>(_buffer, _start - length, length);
    }

    async ValueTask<ArraySegment<byte>> ReadChunksAsync()
    {
        var body = new MemoryStream();
        while (true)
        {
            int lineLength;
            while ((lineLength = Unread.IndexOf("\r\n"u8)) < 0)
            {
                if (!await ReceiveAsync())
                    throw new InvalidDataException("The body has no end.");
            }

            var size = Number(Encoding.ASCII.GetString(Unread[..lineLength]), NumberStyles.AllowHexSpecifier);
            _start += lineLength + 2;
            var chunk = await ReadExactlyAsync(size + 2);
            if (size == 0)
                return new ArraySegment<byte>(body.GetBuffer(), 0, (int)body.Length);
            body.Write(chunk.Array!, chunk.Offset, size);
        }
    }

    async ValueTask<bool> ReceiveAsync()
    {
        if (_start > 0 && _end == _buffer.Length || _start == _end)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var received = await _stream.ReadAsync(_buffer.AsMemory(_end));
        _end += received;
        _counts.Received(received);
        return received > 0;
    }

    static string? Header(string[] head, string name)
    {
        foreach (var line in head)
        {
            if (line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 1)..].Trim();
        }

        return null;
    }

    static int Number(string text, NumberStyles style) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidDataException("A length is no number.");
}
