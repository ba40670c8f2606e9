using System.Diagnostics;
using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>The user's HTTP handler pays no attention to its token, or blocks before it gives a task.</summary>
[Collection(nameof(OneAtATime))]
public class StubbornHandlerTests
{
    static readonly TimeSpan RequestTimeout = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 4)]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    public async Task ItsRequestsTimeOutAndTheNextAttemptDelivers(bool blocking, int lanes)
    {
        using var handler = new StubbornHandler { Blocking = blocking ? 3 : 0, Deaf = blocking ? 0 : 3 };
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.HttpMessageHandlerFactory = () => handler;
            options.RequestTimeout = RequestTimeout;
            options.MaxConcurrentRequests = lanes;
            options.BatchSize = 10;
        });
        for (var i = 0; i < 100; i++)
            sink.Log(1, $"user{i % 20}");
        try
        {
            await sink.SettleAsync();
        }
        finally
        {
            handler.Release();
        }

        Assert.Equal(100, sink.Meter.Delivered);
        // At least: on a busy machine other requests may take longer than the short time-out as well.
        Assert.True(sink.Meter.Retried >= 3 * 10);

        // What was given up neither is counted nor arrives when the handler wakes.
        await sink.CloseAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItCannotHoldTheProcess(bool blocking)
    {
        using var handler = new StubbornHandler { Blocking = blocking ? int.MaxValue : 0, Deaf = blocking ? 0 : int.MaxValue };
        await using var sink = await SinkUnderTest.StartAsync(options =>
        {
            options.HttpMessageHandlerFactory = () => handler;
            options.ShutdownStallTimeout = TimeSpan.FromSeconds(1);
            options.ShutdownTimeout = TimeSpan.FromSeconds(2);
            options.BatchSize = 10;
        });
        sink.Log(100);
        await SoonEnough.IsTrueAsync(() => handler.Sent > 0);
        var clock = Stopwatch.StartNew();
        try
        {
            await sink.CloseAsync().WaitAsync(SoonEnough.Token);
        }
        finally
        {
            handler.Release();
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2) + SoonEnough.Slack);
        Assert.Equal(100, sink.Meter.Dropped[DropReason.Shutdown]);
    }
}
