using System.Net.Sockets;
using System.Text;

namespace RudderStack.Local.Tests;

/// <summary>HTTP over a bare socket, for what HttpClient hides.</summary>
static class RawHttp
{
    /// <summary>Posts one batch on a connection of its own and gives all bytes that come until the connection ends.</summary>
    public static async Task<string> PostAsync(LocalDataPlane dataPlane, string body)
    {
        var key = Convert.ToBase64String(Encoding.UTF8.GetBytes(dataPlane.WriteKey + ":"));
        var request = $"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {key}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
        var url = new Uri(dataPlane.Url);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.Host, url.Port, Running.SoonEnough);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), Running.SoonEnough);
        return await ReadToEndAsync(socket);
    }

    /// <summary>Gives all bytes that come until the connection ends.</summary>
    public static async Task<string> ReadToEndAsync(Socket socket)
    {
        var answer = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, Running.SoonEnough) is var count and > 0)
                answer.AddRange(buffer[..count]);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // A cut may also show as a reset.
        }

        return Encoding.UTF8.GetString([.. answer]);
    }
}
