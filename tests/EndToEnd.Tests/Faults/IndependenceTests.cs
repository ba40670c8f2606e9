using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>Sinks with different write keys share nothing: neither queue, nor back-off, nor pause.</summary>
[Collection(nameof(OneAtATime))]
public class IndependenceTests
{
    [Fact]
    public async Task ASinkWhoseKeyIsRefusedDoesNotHoldUpAnother()
    {
        await using var sink = await SinkUnderTest.StartAsync();
        var refused = new List<DroppedMessage>();
        var other = new LoggerConfiguration()
            .WriteTo.RudderStack("another-key", sink.DataPlane.Url, options =>
            {
                options.Interval = TimeSpan.FromMilliseconds(10);
                options.ShutdownTimeout = TimeSpan.FromMilliseconds(300);
                options.OnDropped = message =>
                {
                    lock (refused)
                        refused.Add(message);
                };
            })
            .CreateLogger();
        for (var i = 0; i < 100; i++)
            other.Track("user", "Order Completed", messageId: sink.NewId("other"));
        await SoonEnough.IsTrueAsync(() => sink.Batches.Any(request => request.Status == 401));

        sink.Log(1_000);
        await sink.DataPlane.WaitForMessagesAsync(1_000, SoonEnough.Token);
        await SoonEnough.IsTrueAsync(() => sink.Meter.Pending == 100);

        await other.DisposeAsync();
        var statistics = await SinkUnderTest.FlushAsync();

        Assert.Equal(1_000, statistics.Delivered);
        Assert.Equal(sink.Logged.Where(id => id.StartsWith("user", StringComparison.Ordinal)), sink.StoredIds);
        Assert.Equal(sink.Logged.Where(id => id.StartsWith("other", StringComparison.Ordinal)), refused.Select(message => message.MessageId));
        Assert.Equal(1_100, sink.Meter.Accepted);
        Assert.Equal(1_000, sink.Meter.Delivered);
        Assert.Equal(100, sink.Meter.Dropped[DropReason.Shutdown]);
    }
}
