using System.Text;

namespace Benchmarks.Server;

/// <summary>Whole answers, written once.</summary>
static class Answers
{
    public static readonly ReadOnlyMemory<byte> RudderStack = Write("200 OK", "text/plain", "OK");

    public static readonly ReadOnlyMemory<byte> Seq = Write("201 Created", "application/json", "{\"MinimumLevelAccepted\":null}");

    public static readonly ReadOnlyMemory<byte> OpenTelemetry = Write("200 OK", "application/x-protobuf", "");

    public static readonly ReadOnlyMemory<byte> BadRequest = Write("400 Bad Request", "text/plain", "not understood");

    public static readonly ReadOnlyMemory<byte> NotFound = Write("404 Not Found", "text/plain", "no such endpoint");

    static ReadOnlyMemory<byte> Write(string status, string contentType, string body) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
