using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using RudderStack.Local;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>Size and age: the oldest go first, counted and reported; the file shrinks again.</summary>
public sealed class LimitTests : DurableTest
{
    [Fact]
    public async Task BeyondItsSizeTheOldestAreDropped()
    {
        Trouble();
        var logger = CreateLogger(outbox: options => options.SizeLimitBytes = 1024 * 1024);
        LogMany(logger, 0, 20);
        await SoonTrueAsync(() => DataPlane.Requests.Count > 2);
        for (var i = 20; i < 3000; i++)
            Log(logger, $"m{i}", $"user-{i % 3}", padding: 500);
        DataPlane.Faults.Clear();
        var statistics = await FlushAsync();

        AssertAddsUp(statistics);
        var dropped = statistics.Dropped[DropReason.OutboxFull];
        Assert.InRange(dropped, 1000, 2500);
        Assert.Equal((3000, 3000 - dropped, 0), (statistics.Accepted, statistics.Delivered, statistics.Pending));
        Assert.Contains("dropped (outbox_full): the outbox had reached its SizeLimitBytes", Reports, StringComparison.Ordinal);

        // The newest are there, and what was being sent.
        var arrived = Arrived();
        Assert.Equal("m2999", arrived[^1]);
        Assert.Equal("m0", arrived[0]);
        Assert.Equal(arrived.Count, arrived.Distinct().Count());

        // Nobody is left out: what did not arrive was handed over.
        Assert.Equal(Enumerable.Range(0, 3000).Select(static i => $"m{i}").Except(arrived).Order(), Dropped.Select(static message => message.MessageId).Order());
        Assert.All(Dropped, static message => Assert.Equal(DropReason.OutboxFull, message.Reason));
    }

    [Fact]
    public async Task WithBlockTheLogCallWaitsForRoom()
    {
        Trouble();
        var logger = CreateLogger(options => options.WhenQueueFull = WhenQueueFull.Block, outbox: options => options.SizeLimitBytes = 1024 * 1024);
        var logging = Task.Run(() =>
        {
            for (var i = 0; i < 3000; i++)
                Log(logger, $"m{i}", padding: 500);
        });
        await SoonTrueAsync(() => Rows("messages") > 500);
        await Task.WhenAny(logging, Task.Delay(300));
        Assert.False(logging.IsCompleted);
        DataPlane.Faults.Clear();
        await logging.WaitAsync(Soon);
        var statistics = await FlushAsync();

        Assert.Equal(Enumerable.Range(0, 3000).Select(static i => $"m{i}"), Arrived());
        Assert.Empty(statistics.Dropped);
    }

    [Fact]
    public async Task WhereAnotherHasAllUsersAFullOutboxTakesNothingMoreAndTheFallbackGetsIt()
    {
        Trouble();
        var owner = CreateLogger();
        Log(owner, "of the owner");
        var fallback = 0;
        await using var other = new LoggerConfiguration().WriteTo.FallbackChain(
            wt => wt.DurableRudderStack(WriteKey, DataPlane.Url, OutboxPath, options => options.OnDropped = Dropped.Enqueue, static options => options.SizeLimitBytes = 1024 * 1024),
            wt => wt.Sink(new Counting(() => fallback++))).CreateLogger();
        for (var i = 0; i < 3000; i++)
            Log(other, $"m{i}", padding: 500);

        var full = Dropped.Count;
        Assert.InRange(full, 1000, 2500);
        Assert.Equal(full, fallback);
        Assert.All(Dropped, static message => Assert.Equal(DropReason.OutboxFull, message.Reason));
        Assert.Contains("was dropped (outbox_full): the outbox is full; raise its SizeLimitBytes, or set WhenQueueFull to Block.", Reports, StringComparison.Ordinal);
        var statistics = RudderStackDelivery.ReadHealth(TimeSpan.FromMinutes(1)).Statistics;
        AssertAddsUp(statistics);
        Assert.Equal((3001, 3000 - full), (statistics.Accepted, statistics.Transferred));
        Assert.Equal(full, RudderStackDelivery.ReadHealth(TimeSpan.FromMinutes(1)).Lost[DropReason.OutboxFull]);
    }

    [Fact]
    public async Task TheWriteAheadLogBeginsAnewWhileLogCallsGoOn()
    {
        var logger = CreateLogger(options => options.BatchSize = 500);
        var logged = 0;
        long written, file;

        // Each commit writes a page of 4 KiB and more. How often the log begins anew depends on the disk; without it, it has all.
        do
        {
            for (var i = 0; i < 1000; i++)
                Log(logger, $"m{logged++}");
            (written, file) = (logged * 4096L, new FileInfo(OutboxPath + "-wal").Length);
        }
        while (written < 3 * file && logged < 300_000);

        Assert.InRange(file, 4096, written / 3);
        await FlushAsync();
        Assert.Equal(logged, Arrived().Count);
    }

    [Fact]
    public async Task TheFileShrinksAgain()
    {
        Trouble();
        var logger = CreateLogger(options => options.BatchSize = 500);
        for (var i = 0; i < 20_000; i++)
            Log(logger, $"m{i}", padding: 600);
        DataPlane.Faults.Clear();
        await FlushAsync();
        await SoonTrueAsync(() => new FileInfo(OutboxPath).Length < 6 * 1024 * 1024);
        await logger.DisposeAsync();

        Assert.Equal(20_000, Arrived().Count);
        Assert.False(File.Exists(OutboxPath + "-wal"));
    }

    [Fact]
    public async Task BeyondItsAgeAMessageExpires()
    {
        var time = new Clock();
        Trouble();
        var logger = CreateLogger(options => (options.TimeProvider, options.BatchSize) = (time, 5));
        LogMany(logger, 0, 100);
        await SoonTrueAsync(() => DataPlane.Requests.Count > 0);
        time.Advance(TimeSpan.FromMinutes(30));
        LogMany(logger, 100, 101);
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5));
        await SoonTrueAsync(() => Reports.Contains("dropped (expired)", StringComparison.Ordinal));
        var statistics = RudderStackDelivery.ReadHealth(TimeSpan.Zero).Statistics;
        AssertAddsUp(statistics);
        // Not those that are being sent: two batches.
        Assert.Equal((90, 11), (statistics.Dropped[DropReason.Expired], statistics.Pending));
        Assert.Equal(Enumerable.Range(10, 90).Select(static i => $"m{i}"), Dropped.Select(static message => message.MessageId));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public async Task AClockThatJumpsLetsNothingExpire(int days)
    {
        var time = new Clock();
        var allowed = 0;
        DataPlane.Faults.Add(new Fault { Status = 503, Times = Fault.Unlimited, WhenMessage = message => int.Parse(Text(message, "messageId").AsSpan(1), CultureInfo.InvariantCulture) >= Volatile.Read(ref allowed) });
        var logger = CreateLogger(options => options.TimeProvider = time);
        LogMany(logger, 0, 300);
        time.Advance(TimeSpan.FromMinutes(20));
        await LookAsync();
        time.Jump(TimeSpan.FromDays(days));
        await LookAsync();

        // It was wrong, and is set right.
        time.Jump(TimeSpan.FromDays(-days));
        time.Advance(TimeSpan.FromMinutes(20));
        await LookAsync();
        Assert.Empty(Dropped);

        // A failure that comes after the end has begun waits by this clock, too.
        DataPlane.Faults.Clear();
        var disposal = logger.DisposeAsync().AsTask();
        await SoonTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return disposal.IsCompleted;
        });

        // Memory has two batches. The third is read when the first is settled, and the store looks after itself before it reads.
        // The clock may run ahead of a request, which is then over time and made again: what arrives twice is no other message.
        async Task LookAsync()
        {
            Volatile.Write(ref allowed, allowed + 30);
            await SoonTrueAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Arrived().Distinct().Count() == allowed && Rows("messages") == 300 - allowed;
            });
        }
    }

    [Fact]
    public async Task OnlyTheNewestDeadLettersAreKept()
    {
        DataPlane.Faults.Add(new Fault { Status = 400, Body = "event is not a valid rudder event\n", Times = Fault.Unlimited });
        var logger = CreateLogger(outbox: options => options.DeadLetterLimit = 7);
        LogMany(logger, 0, 30);
        await FlushAsync();

        using var outbox = RudderStackOutbox.Open(OutboxPath);
        Assert.Equal(Enumerable.Range(23, 7).Select(static i => $"m{i}"), outbox.ReadDeadLetters().Select(static letter => IdOf(letter.Json)));
    }

    static string? IdOf(string json) => System.Text.Json.JsonElement.Parse(json).GetProperty("messageId").GetString();

    sealed class Counting(Action count) : Core.ILogEventSink
    {
        public void Emit(Events.LogEvent logEvent) => count();
    }

    /// <summary>A clock on the wall that can be set, beside one that cannot.</summary>
    sealed class Clock : FakeTimeProvider
    {
        TimeSpan _set;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Jump(TimeSpan by) => _set += by;
    }
}
