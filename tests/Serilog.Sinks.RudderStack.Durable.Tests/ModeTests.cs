using RudderStack.Local;
namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary><see cref="OutboxMode.OnTrouble"/> and <see cref="OutboxDurability.PowerLoss"/>.</summary>
public sealed class ModeTests : DurableTest
{
    [Fact]
    public async Task OnTroubleMemoryComesFirst()
    {
        var logger = CreateLogger(outbox: OnTrouble);
        Trouble();
        LogMany(logger, 0, 50);
        Assert.Equal(0, Rows("messages"));
        DataPlane.Faults.Clear();
        var statistics = await FlushAsync();

        Assert.Equal(50, statistics.Delivered);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"m{i}"), Arrived());
    }

    [Fact]
    public async Task OnTroubleAFullQueueGoesOnOnDiskAndTheOrderHolds()
    {
        var logger = CreateLogger(options => (options.QueueLimit, options.MaxConcurrentRequests) = (40, 3), outbox: OnTrouble);
        Trouble();
        LogMany(logger, 0, 300);
        Assert.Equal(260, Rows("messages"));
        DataPlane.Faults.Clear();

        // Behind what is on disk, although memory has room by and by.
        LogMany(logger, 300, 600);
        var statistics = await FlushAsync();

        Assert.Equal((600, 600), (statistics.Accepted, statistics.Delivered));
        AssertOrder(600);

        // And then in memory again.
        Trouble();
        LogMany(logger, 600, 620);
        Assert.Equal(0, Rows("messages"));
        DataPlane.Faults.Clear();
        await FlushAsync();
        AssertOrder(620);
    }

    [Fact]
    public async Task OnTroubleWhatADisposalWouldLoseGoesToDisk()
    {
        Trouble();
        var logger = CreateLogger(
            options => (options.ShutdownTimeout, options.ShutdownStallTimeout) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200)), outbox: OnTrouble);
        LogMany(logger, 0, 35);
        using var meter = new Counts();
        await logger.DisposeAsync();

        Assert.Equal(35, Rows("messages"));
        Assert.Empty(Dropped);
        Assert.Equal((35, 0), (meter["rudderstack.messages.transferred"], meter["rudderstack.messages.dropped"]));

        DataPlane.Faults.Clear();
        CreateLogger(outbox: OnTrouble);
        await DataPlane.WaitForMessagesAsync(35, new CancellationTokenSource(Soon).Token);
        AssertOrder(35);
    }

    [Fact]
    public async Task PowerLossDeliversAsWell()
    {
        var logger = CreateLogger(outbox: static options => options.Durability = OutboxDurability.PowerLoss);
        LogMany(logger, 0, 60);
        var statistics = await FlushAsync();

        Assert.Equal(60, statistics.Delivered);
    }

    [Fact]
    public async Task ADisposalEndsInSecondsWhateverIsStored()
    {
        DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        var logger = CreateLogger(static options => options.ShutdownStallTimeout = TimeSpan.FromMinutes(1));
        LogMany(logger, 0, 500);
        await SoonTrueAsync(() => DataPlane.Requests.Count > 0 || Rows("messages") == 500);
        var start = TimeProvider.System.GetTimestamp();
        await logger.DisposeAsync().AsTask().WaitAsync(Soon);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(500, Rows("messages"));
        Assert.Empty(Dropped);
    }

    void AssertOrder(int count)
    {
        Assert.Equal(count, Arrived().Count);
        foreach (var user in DataPlane.Messages.GroupBy(static message => Text(message, "userId")))
        {
            var numbers = user.Select(static message => int.Parse(Text(message, "messageId")![1..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    static void OnTrouble(RudderStackOutboxOptions options) => options.Mode = OutboxMode.OnTrouble;
}
