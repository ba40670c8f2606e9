using System.IO.Compression;

namespace Benchmarks.Server;

/// <summary>One request; its bytes are good until the connection reads the next.</summary>
/// <param name="Path">The path.</param>
/// <param name="IsGzip">Whether the body is compressed.</param>
/// <param name="Content">The body as it came.</param>
sealed record HttpRequest(string Path, bool IsGzip, ArraySegment<byte> Content)
{
    public ReadOnlyMemory<byte> ReadBody()
    {
        if (!IsGzip)
            return Content;

        using var compressed = new MemoryStream(Content.Array!, Content.Offset, Content.Count);
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        var body = new MemoryStream(Content.Count * 8);
        gzip.CopyTo(body);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
