using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Fuzz.Answers;

/// <summary>What a server does when it has read a request: bytes in pieces, and how it ends the connection.</summary>
sealed class HostileAnswer
{
    static readonly byte[] Well = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");

    static readonly int[] Statuses =
    [
        200, 200, 200, 201, 202, 204, 206, 299, 300, 301, 302, 304, 307, 308, 400, 400, 401, 403, 404, 405, 407, 408, 410, 413, 413, 418, 422, 425, 429, 429, 431, 451, 451, 499, 500, 502, 503, 504, 511, 599,
        600, 999, 100, 101, 103, 199,
    ];

    static readonly string[] RetryAfters =
    [
        "0", "1", "30", "-1", "+1", "1.5", "1e3", "999999999", "2147483648", "99999999999999999999", "", " ", "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT",
        "Sun, 01 Mar 2026 12:00:10 GMT", "Sun, 99 Mar 2026 12:00:10 GMT", "1, 2", "\u0000", "1;q=1",
    ];

    static readonly string[] Bodies =
    [
        "OK", "", "invalid json", "event is not a valid rudder event", "request neither has anonymousId nor userId", "request size exceeds max limit", "empty batch payload", "source is disabled",
        "<html><title>", "<!doctype html><title>\u001b[2J</title>", "{\"nodeCount\":3}", "{\"nodeCount\":-1}", "{\"nodeCount\":0}", "{\"nodeCount\":2147483647}", "{\"nodeCount\":1e99}", "{\"nodeCount\":\"2\"}",
        "{\"nodeCount\":{}}", "{\"nodeCount\":", "[[[[", "null",
    ];

    HostileAnswer(IReadOnlyList<byte[]> pieces)
    {
        Pieces = pieces;
    }

    public IReadOnlyList<byte[]> Pieces { get; }

    /// <summary>Whether a client may take it for a success.</summary>
    public bool MayBeSuccess { get; private init; }

    /// <summary>Whether no client can take it for anything but a success.</summary>
    public bool IsSuccess { get; private init; }

    public bool KeepsConnection { get; private init; }

    /// <summary>Whether it ends with a reset.</summary>
    public bool Resets { get; private init; }

    /// <summary>Whether nothing more comes, and the connection stays.</summary>
    public bool Hangs { get; private init; }

    public static HostileAnswer Good() => new([Well]) { MayBeSuccess = true, IsSuccess = true, KeepsConnection = true };

    public static HostileAnswer Random(Random random, string key)
    {
        if (random.OneIn(5))
            return Good();
        if (random.OneIn(8))
            return new HostileAnswer([]) { Resets = random.OneIn(2), Hangs = random.OneIn(3) };

        var bytes = random.OneIn(6) ? Garbage(random) : Http(random, key);
        if (random.OneIn(4))
            bytes = bytes[..random.Next(bytes.Length + 1)];
        if (random.OneIn(10) && bytes.Length > 0)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

        // Statuses of two or three digits that begin with 2, after whatever stands before them.
        var text = Encoding.Latin1.GetString(bytes);
        return new HostileAnswer(Cut(bytes, random))
        {
            MayBeSuccess = text.Contains(" 2", StringComparison.Ordinal),
            Resets = random.OneIn(4),
            Hangs = random.OneIn(8),
        };
    }

    static byte[] Http(Random random, string key)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
        var body = Body(random, key, credentials);
        var head = new StringBuilder();
        if (random.OneIn(8))
            head.Append("HTTP/1.1 100 Continue\r\n\r\n");
        head.Append(random.Pick("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "ICY")).Append(' ')
            .Append(random.Pick(Statuses).ToString(CultureInfo.InvariantCulture))
            .Append(random.OneIn(3) ? random.Pick("", " ", " \u001b[2J", " Ünkraut", " " + key, " " + Uri.EscapeDataString(credentials), " " + new string('x', 3_000)) : " Reason").Append("\r\n");
        for (var i = random.Next(5); i > 0; i--)
            head.Append(Header(random, key, credentials)).Append(random.OneIn(12) ? "\n" : "\r\n");
        switch (random.Next(8))
        {
            case 0: head.Append("Content-Length: ").Append(random.Pick("-1", "99999999999999999999", "abc", "5, 6", "1")).Append("\r\n"); break;
            case 1: head.Append("Transfer-Encoding: chunked\r\n"); body = Chunked(random, body); break;
            case 2: break;
            default: head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n"); break;
        }

        head.Append(random.OneIn(15) ? "" : "\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. body];
    }

    static string Header(Random random, string key, string credentials) => random.Next(10) switch
    {
        <= 3 => "Retry-After: " + random.Pick(RetryAfters),
        4 => "Content-Encoding: " + random.Pick("gzip", "br", "x, gzip", ""),
        5 => "Location: " + random.Pick("/elsewhere", "http://127.0.0.1:1/", "//", "http://[", ""),
        6 => random.Pick("no colon " + key, ": empty", "X Y: space", "X-Echo: " + credentials, " folded: yes", "Ä: ö", "\0: \0"),
        7 => "Connection: " + random.Pick("close", "keep-alive", "upgrade", "\u0001"),
        8 => "Content-Type: " + random.Pick("text/html; charset=utf-16", "application/json; charset=nonsense", ";;", "text/plain; charset=\"", "multipart/mixed"),
        _ => "X-Long: " + new string('y', random.Pick(10, 10_000, 100_000)),
    };

    static byte[] Body(Random random, string key, string credentials) => random.Next(8) switch
    {
        0 => Encoding.UTF8.GetBytes($"The request had Authorization: Basic {credentials} with {key}"),
        1 => Encoding.UTF8.GetBytes(new string('z', random.Next(500, 515)) + key),
        2 => Encoding.UTF8.GetBytes(new string('z', random.Pick(600, 300_000))),
        3 => Gzip(Encoding.UTF8.GetBytes(random.Pick(Bodies))),
        4 => Bytes(random),
        _ => Encoding.UTF8.GetBytes(random.Pick(Bodies)),
    };

    static byte[] Garbage(Random random) => random.Next(4) switch
    {
        0 => Bytes(random),
        1 => Encoding.UTF8.GetBytes(random.Text(40)),
        2 => [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, .. Bytes(random)],
        _ => Encoding.ASCII.GetBytes(random.Pick("\r\n\r\n\r\n", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 2", "HTTP/1.1 20x OK\r\n\r\n", "HTTP/1.1 -20 OK\r\n\r\n", "SSH-2.0-OpenSSH\r\n", "220 mail ESMTP\r\n")),
    };

    static byte[] Chunked(Random random, byte[] body)
    {
        var size = random.Pick(body.Length.ToString("x", CultureInfo.InvariantCulture), "-1", "FFFFFFFFFFFFFFFFFF", "zz", "", "1;a=b");
        return [.. Encoding.ASCII.GetBytes(size + "\r\n"), .. body, .. Encoding.ASCII.GetBytes(random.Pick("\r\n0\r\n\r\n", "\r\n0\r\nX: y\r\n\r\n", "0\r\n", ""))];
    }

    static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Pick(1, 20, 2_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    static byte[] Gzip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return result.ToArray();
    }

    static List<byte[]> Cut(byte[] bytes, Random random)
    {
        var pieces = new List<byte[]>();
        var most = random.OneIn(2) ? bytes.Length : Math.Max(1, bytes.Length / random.Next(1, 20));
        for (var at = 0; at < bytes.Length; at += most)
            pieces.Add(bytes[at..Math.Min(bytes.Length, at + most)]);
        return pieces;
    }
}
