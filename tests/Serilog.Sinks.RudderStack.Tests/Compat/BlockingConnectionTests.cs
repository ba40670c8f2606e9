using System.Net;
using System.Net.Sockets;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Tests.Compat;

public sealed class BlockingConnectionTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task RequestsGoThroughWaitedForOrAwaited(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, requests: 2);
        using var http = Invoker();
        var uri = new Uri($"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/");

        using var waitedFor = http.Send(new HttpRequestMessage(HttpMethod.Get, uri), CancellationToken.None);
        using var awaited = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, uri), CancellationToken.None);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (waitedFor.StatusCode, awaited.StatusCode));
        await serving.WaitAsync(Soon);
    }

    [Fact]
    public async Task ARefusedConnectionIsTheSocketsFault()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var http = Invoker();

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/"), CancellationToken.None));

        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(fault.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task AConnectionThatIsNotAnsweredEndsAtTheConnectTimeout()
    {
        // A backlog that is full: the system leaves further connections unanswered.
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen(0);
        var port = ((IPEndPoint)server.LocalEndPoint!).Port;
        var clients = new List<Socket>();
        for (var i = 0; i < 4; i++)
        {
            var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            clients.Add(client);
            Assert.Throws<SocketException>(() => client.Connect(IPAddress.Loopback, port));
        }

        using var http = Invoker(connectTimeout: TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/"), CancellationToken.None).WaitAsync(Soon));
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task AnAnswerThatIsWaitedForCanBeGivenUp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = Invoker();
        using var givenUp = new CancellationTokenSource();
        var waiting = Task.Factory.StartNew(
            () => http.Send(new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), givenUp.Token),
            TaskCreationOptions.LongRunning);
        using var connection = await listener.AcceptTcpClientAsync();
        Assert.True(await connection.GetStream().ReadAsync(new byte[1]) > 0);

        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Soon));
    }

    static HttpMessageInvoker Invoker(TimeSpan? connectTimeout = null) => new(new SocketsHttpHandler
    {
        ConnectCallback = BlockingConnection.OpenAsync,
        ConnectTimeout = connectTimeout ?? Timeout.InfiniteTimeSpan,
    });

    static async Task ServeAsync(TcpListener listener, int requests)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(connection.GetStream());
        for (var i = 0; i < requests; i++)
        {
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            await connection.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        }
    }
}
