using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Server;

/// <summary>Accepts what any of the systems sends, and counts.</summary>
/// <remarks>On bare sockets, so that it keeps up with a client on a core of its own.</remarks>
sealed class CountingServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly TimeSpan _delay;
    readonly UserOrder? _order;

    /// <param name="delay">How long each answer takes.</param>
    /// <param name="order">Checks the order of users; null to count only.</param>
    public CountingServer(TimeSpan delay, UserOrder? order)
    {
        _delay = delay;
        _order = order;
        _listener.Start();
        _ = AcceptAsync();
    }

    public ServerCounts Counts { get; } = new();

    public string Url => $"http://{_listener.LocalEndpoint}";

    public void Dispose() => _listener.Dispose();

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
        using (socket)
        {
            var connection = new HttpConnection(socket, Counts);
            try
            {
                while (await connection.ReadAsync() is { } request)
                    await socket.SendAsync(await AnswerAsync(request));
            }
            catch (Exception exception) when (exception is SocketException or InvalidDataException)
            {
                // The client is gone, or speaks something else: this connection ends, and what it did not deliver counts as lost.
            }
        }
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

        if (_delay > TimeSpan.Zero)
            await Task.Delay(_delay);
        _order?.Leave(visit!);
        Counts.Accepted(events, visit?.Faults ?? 0);
        return format.Success;
    }
}
