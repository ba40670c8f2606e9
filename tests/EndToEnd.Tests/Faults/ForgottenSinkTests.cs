using System.Runtime.CompilerServices;
using EndToEnd.Tests.Faults.Support;
using EndToEnd.Tests.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Core;
using Serilog.Sinks.RudderStack.Delivery;

namespace EndToEnd.Tests.Faults;

/// <summary>Loggers that are never disposed: collected when idle, and kept while anything is pending.</summary>
[Collection(nameof(OneAtATime))]
public class ForgottenSinkTests
{
    [Fact]
    public async Task AThousandThatAreIdleAreCollected()
    {
        await using var dataPlane = await LocalDataPlane.StartAsync();
        using var handler = new SocketsHttpHandler();
        Use(1_000, dataPlane, handler);
        await SinkUnderTest.FlushAsync();
        Assert.Equal(1_000, dataPlane.Count);

        Assert.Equal(0, await CountAfterCollectionAsync(dataPlane));
    }

    [Fact]
    public async Task TheirMessagesAreDeliveredFirst()
    {
        await using var dataPlane = await LocalDataPlane.StartAsync();
        dataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited });
        using var handler = new SocketsHttpHandler();
        Use(20, dataPlane, handler);
        await SoonEnough.IsTrueAsync(() => dataPlane.Requests.Count >= 20);
        for (var i = 0; i < 5; i++)
            Collect();
        Assert.Equal(20, Count(dataPlane));

        dataPlane.Faults.Clear();
        await dataPlane.WaitForMessagesAsync(20, SoonEnough.Token);
        Assert.Equal(0, await CountAfterCollectionAsync(dataPlane));
        Assert.Equal(20, dataPlane.Count);
    }

    // Apart, so that no variable of the caller keeps one alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Use(int count, LocalDataPlane dataPlane, HttpMessageHandler handler)
    {
        for (var i = 0; i < count; i++)
            Create(dataPlane, handler).Track("user", "Order Completed");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static Logger Create(LocalDataPlane dataPlane, HttpMessageHandler handler) => new LoggerConfiguration()
        .WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url, options =>
        {
            options.Interval = TimeSpan.FromMilliseconds(50);
            options.RetryAfter = TimeSpan.FromMilliseconds(20);
            options.HttpMessageHandlerFactory = () => handler;
        })
        .CreateLogger();

    static int Count(LocalDataPlane dataPlane) =>
        LiveSinks.Snapshot().Count(sink => sink.Settings.BatchEndpoint.ToString().StartsWith(dataPlane.Url, StringComparison.Ordinal));

    static async Task<int> CountAfterCollectionAsync(LocalDataPlane dataPlane)
    {
        var started = TimeProvider.System.GetTimestamp();
        int count;
        do
        {
            Collect();

            // What is idle becomes so when its last timer has run.
            await Task.Delay(20);
            count = Count(dataPlane);
        }
        while (count > 0 && TimeProvider.System.GetElapsedTime(started) < SoonEnough.Limit);
        return count;
    }

    static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
