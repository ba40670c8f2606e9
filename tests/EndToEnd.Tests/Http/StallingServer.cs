using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EndToEnd.Tests.Http;

/// <summary>Begins an answer on its first connection and leaves it at that; all further connections lead to a data plane.</summary>
sealed class StallingServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly List<TcpClient> _connections = [];
    readonly byte[] _beginning;
    readonly Uri _dataPlane;
    readonly Task _serving;

    public StallingServer(string beginning, string dataPlaneUrl)
    {
        _beginning = Encoding.ASCII.GetBytes(beginning);
        _dataPlane = new Uri(dataPlaneUrl);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        foreach (var connection in _connections)
            connection.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            var first = Keep(await _listener.AcceptTcpClientAsync());
            _ = await first.GetStream().ReadAsync(new byte[64 * 1024]);
            await first.GetStream().WriteAsync(_beginning);
            while (true)
            {
                var client = Keep(await _listener.AcceptTcpClientAsync());
                var server = Keep(new TcpClient());
                await server.ConnectAsync(_dataPlane.Host, _dataPlane.Port);
                _ = client.GetStream().CopyToAsync(server.GetStream());
                _ = server.GetStream().CopyToAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    TcpClient Keep(TcpClient connection)
    {
        _connections.Add(connection);
        return connection;
    }
}
