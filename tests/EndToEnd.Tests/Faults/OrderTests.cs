using EndToEnd.Tests.Faults.Support;
using RudderStack.Local;
using Serilog;

namespace EndToEnd.Tests.Faults;

/// <summary>Events of one user are first stored in the order in which they were logged, whatever goes wrong; the account checks it.</summary>
[Collection(nameof(OneAtATime))]
public class OrderTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(4, null)]
    [InlineData(16, null)]
    [InlineData(16, 3)]
    public async Task OrderPerUserHoldsUnderRetryRoutingAndConcurrency(int senders, int? nodes)
    {
        using var handler = new CountingHandler();
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.HttpMessageHandlerFactory = () => handler;
            options.MaxConcurrentRequests = senders;
            options.BatchSize = 10;
            options.RetryAfter = TimeSpan.FromMilliseconds(1);
        });
        sink.DataPlane.NodeCount = nodes;
        for (var i = 0; i < 40; i++)
        {
            sink.DataPlane.Faults.Add(new Fault { Status = 503 });
            sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(i % 7) });
            sink.DataPlane.Faults.Add(new Fault { Status = 500, Store = true });
            sink.DataPlane.Faults.Add(new Fault());
            sink.DataPlane.Faults.Add(new Fault { CutConnection = ConnectionCut.AfterStoring });
        }

        // Each thread logs for few users very often and for many users seldom.
        var logging = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
                sink.Log(1, i % 2 == 0 ? $"often{thread}" : $"seldom{thread}-{i % 97}");
        })).ToArray();
        await Task.WhenAll(logging);
        var statistics = await sink.SettleAsync();

        Assert.Equal(4_000, statistics.Delivered);
        Assert.InRange(handler.MostInFlight, 1, senders);
    }

    [Fact]
    public async Task OneUserHasOneRequestInFlightWhateverItsAnonymousIds()
    {
        using var handler = new CountingHandler();
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.HttpMessageHandlerFactory = () => handler;
            options.MaxConcurrentRequests = 16;
            options.BatchSize = 5;
        });
        sink.DataPlane.NodeCount = 5;
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(2), Times = Fault.Unlimited });
        for (var i = 0; i < 200; i++)
            sink.Logger.Track("user", "Order Completed", anonymousId: $"visitor{i % 11}", messageId: sink.NewId());

        await sink.SettleAsync();

        Assert.Equal(sink.Logged, sink.StoredIds);
        Assert.Equal(1, handler.MostInFlight);
    }
}
