using System.Net;
using System.Net.Sockets;
using EndToEnd.Tests.Support;
using Serilog;

namespace EndToEnd.Tests.Http;

/// <summary>Answers whose head arrives and whose body does not.</summary>
public sealed class StalledAnswerTests : EndToEndTest
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nO")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task ABodyThatDoesNotEndHoldsASenderNoLongerThanTheRequestTimeout(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, answer);
        CreateLogger(options => options.RequestTimeout = TimeSpan.FromSeconds(0.2), url: UrlOf(listener)).LogTrack("Answered in part");

        // The status has arrived, and counts.
        var statistics = await FlushAsync();

        Assert.Equal(1, statistics.Delivered);
        listener.Stop();
        await serving;
    }

    [Fact]
    public async Task ABodyThatDoesNotEndHoldsAnAuditedCallNoLongerThanTheRequestTimeout()
    {
        WithoutCallbacks();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nO");
        var log = Keep(new LoggerConfiguration().AuditTo.RudderStack(WriteKey, UrlOf(listener), options => options.RequestTimeout = TimeSpan.FromSeconds(0.2)).CreateLogger());

        await Task.Factory.StartNew(() => log.LogTrack("Answered in part"), TaskCreationOptions.LongRunning).WaitAsync(SoonEnough.Limit);

        listener.Stop();
        await serving;
    }

    static string UrlOf(TcpListener listener) => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    // Until the other side hangs up.
    static async Task ServeAsync(TcpListener listener, string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync(SoonEnough.Token);
        var stream = connection.GetStream();
        var buffer = new byte[4096];
        Assert.True(await stream.ReadAsync(buffer) > 0);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        try
        {
            while (await stream.ReadAsync(buffer, SoonEnough.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is hanging up, too.
        }
    }
}
