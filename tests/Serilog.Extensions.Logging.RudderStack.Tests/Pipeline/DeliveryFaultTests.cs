using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Pipeline;

public sealed class DeliveryFaultTests : LoggingTest
{
    [Fact]
    public async Task AWrongKeyDoesNotThrowAndIsTold()
    {
        var dropped = new List<DroppedMessage>();
        await LogAsync(
            log => log.Track("user-1", "Order Completed"),
            logging => logging.AddRudderStack(options => options.WriteKey = "wrong-key"),
            options =>
            {
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(500);
                options.OnDropped = dropped.Add;
            });

        Assert.Empty(DataPlane.Messages);
        Assert.Equal("Order Completed", Assert.Single(dropped).EventName);
        Assert.Contains(Told.Lines, line => line.Contains("write key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NothingListeningDoesNotThrowAndIsTold()
    {
        var dropped = new List<DroppedMessage>();
        await LogAsync(
            log => log.Track("user-1", "Order Completed"),
            logging => logging.AddRudderStack(options => options.DataPlaneUrl = $"http://127.0.0.1:{FreePort()}"),
            options =>
            {
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(500);
                options.OnDropped = dropped.Add;
            });

        Assert.Equal(DropReason.Shutdown, Assert.Single(dropped).Reason);
        Assert.NotEmpty(Told.Lines);
    }

    [Fact]
    public async Task LoggingAfterTheEndDoesNotThrow()
    {
        Microsoft.Extensions.Logging.ILogger? log = null;
        await LogAsync(logger => log = logger);

        log!.Track("user-1", "Too Late");

        Assert.Empty(DataPlane.Requests);
    }

    // Free again at once, so that nothing listens there.
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
