using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Tests.Cost;

/// <summary>A data plane that says yes and, once connected, allocates nothing, so that what a process allocates is the sink's.</summary>
sealed class FrugalServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Thread _thread;
    volatile bool _refuses;
    volatile int _refused;

    public FrugalServer()
    {
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>The number of requests that were answered with 503.</summary>
    public int Refused => _refused;

    /// <summary>Answers the next request with 503.</summary>
    public void RefuseOne() => _refuses = true;

    public void Dispose()
    {
        _listener.Stop();
        _thread.Join();
    }

    // One connection after the other: a sink with one sender has one.
    void Serve()
    {
        try
        {
            while (true)
                Answer(_listener.AcceptSocket());
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    void Answer(Socket connection)
    {
        using (connection)
        {
            var accepted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
            var refused = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"u8.ToArray();
            var buffer = new byte[1024 * 1024];
            var length = 0;
            while (connection.Receive(buffer, length, buffer.Length - length, SocketFlags.None) is > 0 and var received)
            {
                length += received;
                if (!IsWhole(buffer.AsSpan(0, length)))
                    continue;
                connection.Send(_refuses ? refused : accepted);
                _refused += _refuses ? 1 : 0;
                _refuses = false;
                length = 0;
            }
        }
    }

    static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var headEnd = request.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
            return false;

        var name = "Content-Length: "u8;
        var value = request[(request.IndexOf(name) + name.Length)..];
        return Utf8Parser.TryParse(value, out int bodyLength, out _) && request.Length >= headEnd + 4 + bodyLength;
    }
}
