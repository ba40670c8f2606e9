using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Fuzz.Answers;

/// <summary>A server that reads requests as it should, and gives the answers of the case.</summary>
sealed class HostileServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopped = new();
    readonly Func<Request, HostileAnswer> _answer;
    readonly Func<IDisposable> _beginHang;
    readonly List<Task> _connections = [];
    readonly Task _accepting;

    /// <param name="answer">Gives the answer to a request; called for one at a time.</param>
    /// <param name="beginHang">Called when a request gets no further answer; what it gives is disposed when the client has gone.</param>
    public HostileServer(Func<Request, HostileAnswer> answer, Func<IDisposable> beginHang)
    {
        _answer = answer;
        _beginHang = beginHang;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>What a request lacked that it must have; null when all were good.</summary>
    public Exception? Fault { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stopped.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Stopped.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                using var input = new BufferedStream(client.GetStream(), 64 * 1024);
                while (await ReadAsync(input) is { } request)
                {
                    HostileAnswer answer;
                    lock (_listener)
                        answer = _answer(request);
                    foreach (var piece in answer.Pieces)
                    {
                        await client.GetStream().WriteAsync(piece, _stopped.Token);
                        await Task.Yield();
                    }

                    if (answer.Hangs)
                    {
                        using (_beginHang())
                            await input.CopyToAsync(Stream.Null, _stopped.Token);
                    }

                    if (answer.KeepsConnection)
                        continue;
                    if (answer.Resets)
                        client.LingerState = new LingerOption(enable: true, seconds: 0);
                    return;
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has gone, or the server.
            }
            catch (Exception exception)
            {
                Fault = exception;
            }
        }
    }

    // Null at the end of the connection.
    async Task<Request?> ReadAsync(Stream input)
    {
        var lines = new List<string>();
        while (await LineAsync(input) is { } line)
        {
            if (line.Length > 0)
                lines.Add(line);
            else if (lines.Count > 0)
                break;
        }

        if (lines.Count == 0)
            return null;

        var path = lines[0].Split(' ')[1];
        if (HeaderOf(lines, "Expect") is not null)
            throw new Violation("A request expects 100 Continue");
        var body = HeaderOf(lines, "Content-Length") is { } length
            ? await BytesAsync(input, int.Parse(length, CultureInfo.InvariantCulture))
            : HeaderOf(lines, "Transfer-Encoding") is not null ? await ChunksAsync(input) : [];
        if (HeaderOf(lines, "Content-Encoding") == "gzip")
        {
            using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await gzip.CopyToAsync(plain);
            body = plain.ToArray();
        }

        if (body.Length == 0)
            return new Request(path, []);
        using var json = JsonDocument.Parse(body);
        return new Request(path, [.. json.RootElement.GetProperty("batch").EnumerateArray().Select(message => message.GetProperty("messageId").GetString()!)]);
    }

    async Task<byte[]> ChunksAsync(Stream input)
    {
        using var body = new MemoryStream();
        while (await LineAsync(input) is { } size)
        {
            var length = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await BytesAsync(input, length));
            await LineAsync(input);
            if (length == 0)
                break;
        }

        return body.ToArray();
    }

    async Task<byte[]> BytesAsync(Stream input, int length)
    {
        var bytes = new byte[length];
        await input.ReadExactlyAsync(bytes, _stopped.Token);
        return bytes;
    }

    async Task<string?> LineAsync(Stream input)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await input.ReadAsync(one, _stopped.Token) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }

    static string? HeaderOf(List<string> lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

/// <summary>What the sink has sent.</summary>
sealed record Request(string Path, IReadOnlyList<string> MessageIds);
