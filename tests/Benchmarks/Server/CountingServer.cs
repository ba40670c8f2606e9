using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Benchmarks.Server;

/// <summary>Accepts what any of the systems sends, and counts.</summary>
/// <remarks>On bare sockets, so that it keeps up with a client on a core of its own.</remarks>
sealed class CountingServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly TimeSpan _delay;
    readonly TimeSpan _delayPerEvent;
    readonly UserOrder? _order;
    readonly X509Certificate2? _certificate;

    /// <param name="delay">How long each answer takes.</param>
    /// <param name="delayPerEvent">How much longer for each event of the request.</param>
    /// <param name="order">Checks the order of users; null to count only.</param>
    /// <param name="certificate">For TLS; null for plain HTTP.</param>
    public CountingServer(TimeSpan delay, TimeSpan delayPerEvent, UserOrder? order, X509Certificate2? certificate)
    {
        _delay = delay;
        _delayPerEvent = delayPerEvent;
        _order = order;
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public ServerCounts Counts { get; } = new();

    public string Url => $"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _listener.Dispose();
        _certificate?.Dispose();
    }

    async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            _ = ServeAsync(socket);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        await using (var plain = new NetworkStream(socket, ownsSocket: true))
        {
            try
            {
                await using var stream = await SecureAsync(plain);
                var connection = new HttpConnection(stream, Counts);
                while (await connection.ReadAsync() is { } request)
                    await stream.WriteAsync(await AnswerAsync(request));
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or AuthenticationException)
            {
                // The client is gone, or speaks something else: this connection ends, and what it did not deliver counts as lost.
            }
        }
    }

    async Task<Stream> SecureAsync(Stream plain)
    {
        if (_certificate is null)
            return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }

    async Task<ReadOnlyMemory<byte>> AnswerAsync(HttpRequest request)
    {
        Counts.Arrived();
        var format = BodyFormat.For(request.Path);
        int events;
        UserOrder.Visit? visit;
        try
        {
            var body = request.ReadBody();
            events = format?.Count(body.Span) ?? 0;
            visit = format is null ? null : _order?.Enter(body);
        }
        catch (Exception exception) when (exception is InvalidDataException or System.Text.Json.JsonException)
        {
            Counts.Refused();
            return Answers.BadRequest;
        }

        if (format is null)
        {
            Counts.Refused();
            return Answers.NotFound;
        }

        var delay = _delay + events * _delayPerEvent;
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay);
        _order?.Leave(visit!);
        Counts.Accepted(events, visit?.Faults ?? 0);
        return format.Success;
    }
}
