using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Serilog.AspNetCore.RudderStack.Tests.Races;

/// <summary>One connection on which visitor follows visitor without a pause: many requests are sent before the first answer is read.</summary>
sealed class PipelinedVisitors(Uri url, int connection)
{
    const int AtOnce = 64;

    static readonly byte[] AnswerStart = Encoding.ASCII.GetBytes("HTTP/1.1 200");

    public long Requests { get; private set; }

    public async Task ComeUntilAsync(Func<bool> isEnough, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, cancellationToken);
        var stream = client.GetStream();
        while (!isEnough())
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, AtOnce).Select(_ => NextRequest()))), cancellationToken);
            await ReadAnswersAsync(stream, cancellationToken);
        }
    }

    // Every part that the enricher reads names the visitor.
    string NextRequest()
    {
        var visitor = string.Create(CultureInfo.InvariantCulture, $"v{connection}-{Requests++}");
        return $"GET /{visitor} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {visitor}\r\nReferer: {visitor}\r\nCookie: rl_anonymous_id={visitor}; rl_user_id={visitor}\r\n\r\n";
    }

    static async Task ReadAnswersAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        // Every answer is of the same length: no body, and the same headers.
        var buffer = new byte[64 * 1024];
        var (length, answers) = (0, 0);
        while (answers < AtOnce)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
                throw new IOException("The server has closed the connection.");
            length += count;
            answers = CountAnswers(buffer.AsSpan(0, length));
        }
    }

    // An answer counts when its headers have ended.
    static int CountAnswers(ReadOnlySpan<byte> received)
    {
        var answers = 0;
        while (received.IndexOf("\r\n\r\n"u8) is var end and >= 0)
        {
            if (!received.StartsWith(AnswerStart))
                throw new IOException("The server has not answered 200.");
            answers++;
            received = received[(end + 4)..];
        }

        return answers;
    }
}
