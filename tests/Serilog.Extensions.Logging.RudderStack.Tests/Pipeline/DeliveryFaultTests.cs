using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Pipeline;

public sealed class DeliveryFaultTests : LoggingTest
{
    [Fact]
    public async Task AWrongKeyDoesNotThrowAndIsReported()
    {
        var dropped = new List<DroppedMessage>();
        await LogAsync(
            log =>
            {
                // Refused before the end, so that the end's limit, which a busy machine may exceed, decides nothing.
                log.Track("user-1", "Order Completed");
                _ = RudderStackDelivery.FlushAsync();
                Assert.True(SpinWait.SpinUntil(() => Reports.Lines.Any(IsAboutTheKey), TimeSpan.FromMinutes(2)));
            },
            logging => logging.AddRudderStack(options => options.WriteKey = "wrong-key"),
            options =>
            {
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(500);
                options.OnDropped = dropped.Add;
            });

        Assert.Empty(DataPlane.Messages);
        Assert.Equal("Order Completed", Assert.Single(dropped).EventName);

        static bool IsAboutTheKey(string line) => line.Contains("write key", StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingListeningDoesNotThrowAndIsReported()
    {
        // Bound, so that nobody else takes the port, but not listening.
        using var nobody = new Socket(SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var dropped = new List<DroppedMessage>();
        await LogAsync(
            log => log.Track("user-1", "Order Completed"),
            logging => logging.AddRudderStack(options => options.DataPlaneUrl = $"http://{nobody.LocalEndPoint}"),
            options =>
            {
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(500);
                options.OnDropped = dropped.Add;
            });

        Assert.Equal(DropReason.Shutdown, Assert.Single(dropped).Reason);
        Assert.NotEmpty(Reports.Lines);
    }

    [Fact]
    public async Task LoggingAfterTheEndDoesNotThrow()
    {
        Microsoft.Extensions.Logging.ILogger? log = null;
        await LogAsync(logger => log = logger);

        log!.Track("user-1", "Too Late");

        Assert.Empty(DataPlane.Requests);
    }
}
