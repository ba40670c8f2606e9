using System.Diagnostics;
using EndToEnd.Tests.Faults.Support;
using RudderStack.Local;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Faults;

/// <summary>What <c>MaxConcurrentRequests</c> buys when the data plane is far away.</summary>
[Collection(nameof(OneAtATime))]
public class ThroughputTests
{
    const int BatchSize = 100;
    const int Rounds = 6;

    readonly ITestOutputHelper _output;

    public ThroughputTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public async Task AsManyRequestsAreInFlightAsAreAllowed(int senders)
    {
        using var handler = new CountingHandler();
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.HttpMessageHandlerFactory = () => handler;
            options.MaxConcurrentRequests = senders;
            options.BatchSize = BatchSize;
        });
        sink.Log(1, "first");
        await SinkUnderTest.FlushAsync();
        sink.DataPlane.Faults.Add(new Fault { Delay = TimeSpan.FromMilliseconds(100), Times = Fault.Unlimited });
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Rounds * senders * BatchSize; i++)
            sink.Log(1, $"user{i % 9_973}");
        var statistics = await SinkUnderTest.FlushAsync();
        var elapsed = clock.Elapsed;
        var requests = sink.Batches.Skip(1).ToArray();
        Account.Check(sink, statistics, mayBeBoth: false);

        _output.WriteLine(
            $"100 ms round trip, {senders} concurrent requests: {(statistics.Delivered - 1) / elapsed.TotalSeconds:N0} messages per second "
            + $"({statistics.Delivered - 1} messages in {requests.Length} requests and {elapsed.TotalSeconds:0.00} s).");
        Assert.Equal(senders, handler.MostInFlight);
        Assert.True(requests.Max(request => request.InProgress) >= senders);

        // Batches are nearly full, so that requests in flight are throughput, and not just requests.
        Assert.InRange(requests.Length, Rounds * senders, Rounds * senders * 5 / 4);
    }
}
