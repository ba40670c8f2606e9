using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>A long outage: everything is stored, memory stays as it is, and everything is sent afterwards.</summary>
[Collection(Memory)]
[CollectionDefinition(Memory, DisableParallelization = true)]
public sealed class OutageTests : DurableTest
{
    const string Memory = "The memory of this process";

    // OUTBOX_OUTAGE_MESSAGES=1000000 for the whole of it.
    static readonly int Messages = int.Parse(Environment.GetEnvironmentVariable("OUTBOX_OUTAGE_MESSAGES") is { Length: > 0 } text ? text : "100000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task TwoHoursWithoutADataPlane()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        Trouble();
        var logger = CreateLogger(options => (options.TimeProvider, options.BatchSize) = (time, 500));
        var perMinute = Messages / 120;
        long memory = 0;
        for (var minute = 0; minute < 120; minute++)
        {
            LogMany(logger, minute * perMinute, (minute + 1) * perMinute, users: 100);
            time.Advance(TimeSpan.FromMinutes(1));
            if (minute == 20)
                memory = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 4 * 1024 * 1024);
        DataPlane.Faults.Clear();
        var flush = FlushAsync();
        while (!flush.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(flush, Task.Delay(20));
        }

        var statistics = await flush;
        Assert.Equal((120L * perMinute, 120L * perMinute), (statistics.Accepted, statistics.Delivered));
        Assert.Empty(statistics.Dropped);
        foreach (var user in DataPlane.Messages.GroupBy(static message => Text(message, "userId")))
        {
            var numbers = user.Select(static message => int.Parse(Text(message, "messageId")!.AsSpan(1), CultureInfo.InvariantCulture)).ToList();
            Assert.True(numbers.SequenceEqual(numbers.Order()));
        }
    }
}
