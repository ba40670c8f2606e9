using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EndToEnd.Tests.Http;

/// <summary>A forward proxy for plain HTTP: passes bytes on to the host of each connection's first request line.</summary>
sealed class ForwardProxy : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;

    public ForwardProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public ConcurrentQueue<string> RequestLines { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient();
            var head = new byte[64 * 1024];
            var length = await client.GetStream().ReadAsync(head, _stop.Token);
            var line = Encoding.ASCII.GetString(head, 0, length).Split("\r\n")[0];
            RequestLines.Enqueue(line);
            var target = new Uri(line.Split(' ')[1]);
            await server.ConnectAsync(target.Host, target.Port, _stop.Token);

            // Servers take the absolute form of the request line as well, so the bytes go on as they are.
            await server.GetStream().WriteAsync(head.AsMemory(0, length), _stop.Token);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), _stop.Token),
                server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
        }
    }
}
