using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EndToEnd.Tests.Faults.Support;
using RudderStack.Local;
using Serilog;
using Serilog.Sinks.RudderStack;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Faults;

/// <summary>All faults at random, for a minute and a hundred thousand events from several threads.</summary>
/// <remarks>
/// The environment variable <c>RUDDERSTACK_SOAK_SEED</c> repeats a run: the faults and their order, though not the moments
/// at which threads meet them.
/// </remarks>
[Collection(nameof(OneAtATime))]
public class SoakTests
{
    const int Threads = 4;
    const int Events = 100_000;
    const int QueueLimit = 4_000;
    const int TooMany = QueueLimit + 100;

    static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    readonly ITestOutputHelper _output;

    public SoakTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task EveryEventIsStoredOrReportedWhateverHappens()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("RUDDERSTACK_SOAK_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        _output.WriteLine($"RUDDERSTACK_SOAK_SEED={seed}");

        var clock = new JumpingClock();
        using var handler = new MarkingHandler();
        await using var sink = await SinkUnderTest.StartAsync(
            options => Configure(options, clock, handler),
            new LocalDataPlaneOptions { KeepBodies = true, MaxRequests = 1_000_000 });
        var chaos = new Chaos(sink.DataPlane, clock, seed);
        chaos.AddRefusals();

        var time = Stopwatch.StartNew();
        using var over = new CancellationTokenSource(Duration);
        await Task.WhenAll([StrikeAsync(chaos, over.Token), .. Enumerable.Range(0, Threads).Select(thread => LogAsync(sink, thread, seed))]);
        Assert.True(time.Elapsed >= Duration - Pace, $"The soak was over after {time.Elapsed}.");

        // Well again at last, so that the queue empties; then dead, so that the queue fills and the shutdown has to give it up.
        chaos.End();
        var statistics = await SinkUnderTest.FlushAsync();
        sink.DataPlane.Faults.Clear();
        sink.DataPlane.Faults.Add(new Fault { Hang = true, Times = Fault.Unlimited });
        sink.Log(TooMany, "last");
        await sink.CloseAsync(mayBeBoth: true);

        Report(sink, statistics, chaos, time.Elapsed);
        AssertBothOnlyAfterAFailure(sink, handler);
        Assert.Equal(Events + TooMany, sink.Meter.Accepted);
        Assert.All(sink.Meter.Dropped, count => Assert.True(count.Value > 0, $"No message was dropped as {count.Key}."));
    }

    static void Configure(RudderStackSinkOptions options, JumpingClock clock, MarkingHandler handler)
    {
        options.TimeProvider = clock;
        options.HttpMessageHandlerFactory = () => handler;
        options.Interval = TimeSpan.FromMilliseconds(20);
        options.BatchSize = 50;
        options.MaxConcurrentRequests = 8;
        options.RetryAfter = null;
        options.RetryTimeLimit = TimeSpan.FromSeconds(2);
        options.RequestTimeout = TimeSpan.FromMilliseconds(400);
        options.ShutdownTimeout = TimeSpan.FromSeconds(2);
        options.QueueLimit = QueueLimit;
        options.MaxMessageBytes = 2_048;
        options.BeforeSend = message => message["event"]?.GetValue<string>() switch
        {
            "Vetoed" => null,
            "Fatal" => throw new InvalidTimeZoneException(),
            _ => message,
        };
    }

    static async Task StrikeAsync(Chaos chaos, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            await Task.Delay(await chaos.StrikeAsync(), CancellationToken.None);
    }

    static async Task LogAsync(SinkUnderTest sink, int thread, int seed)
    {
        var random = new Random(seed + thread);
        var ticks = (int)(Duration / Pace);
        using var pace = new PeriodicTimer(Pace);
        for (var tick = 0; tick < ticks; tick++)
        {
            await pace.WaitForNextTickAsync();
            for (var i = Share(tick, ticks); i < Share(tick + 1, ticks); i++)
                LogOne(sink, $"user{thread}-{random.Next(200)}", random.Next(1_000));
        }
    }

    // So that the shares of all ticks are exactly the events of one thread.
    static int Share(int tick, int ticks) => (int)((long)(Events / Threads) * tick / ticks);

    static void LogOne(SinkUnderTest sink, string user, int dice)
    {
        var id = sink.NewId(user);
        switch (dice)
        {
            case < 5: sink.Logger.Track(userId: null, "No user", messageId: id); break;
            case < 10: sink.Logger.Track(user, "Oversize", new { Text = new string('x', 3_000) }, messageId: id); break;
            case < 15: sink.Logger.Track(user, "Vetoed", messageId: id); break;
            case < 20: sink.Logger.Track(user, "Fatal", messageId: id); break;
            case < 22: sink.Logger.Track(user, "Bad", messageId: id); break;
            case < 200: sink.Logger.Identify(user, new { Plan = "Free", Dice = dice }, messageId: id); break;
            default: sink.Logger.Track(user, "Order Completed", new { Dice = dice, Text = new string('x', dice) }, messageId: id); break;
        }
    }

    static void AssertBothOnlyAfterAFailure(SinkUnderTest sink, MarkingHandler handler)
    {
        var both = sink.StoredIds.Intersect(sink.Dropped.Select(message => message.MessageId)).ToHashSet();
        foreach (var request in sink.Batches.Where(request => request.Status is not 200 || handler.GotNoAnswer(request.Headers[MarkingHandler.Header])))
            both.ExceptWith(Ids(request));
        Assert.Empty(both);
    }

    static string[] Ids(ReceivedRequest request)
    {
        if (request.Body is not { } bytes)
            return [];
        using var body = JsonDocument.Parse(bytes);
        return [.. body.RootElement.GetProperty("batch").EnumerateArray().Select(message => message.GetProperty("messageId").GetString()!)];
    }

    void Report(SinkUnderTest sink, DeliveryStatistics beforeTheEnd, Chaos chaos, TimeSpan elapsed)
    {
        var stored = sink.StoredIds;
        var distinct = stored.Distinct().Count();
        var both = stored.Intersect(sink.Dropped.Select(message => message.MessageId)).Count();
        _output.WriteLine($"{elapsed.TotalSeconds:0.0} s, {sink.Logged.Count} events, {sink.Batches.Count} requests.");
        _output.WriteLine($"Faults: {chaos.Summary}.");
        _output.WriteLine($"Stored {distinct}, {stored.Count - distinct} of them once more; delivered {sink.Meter.Delivered}; retried {sink.Meter.Retried}.");
        _output.WriteLine($"Dropped: {string.Join(", ", sink.Meter.Dropped.Select(count => $"{count.Key} {count.Value}"))}; {both} of them were stored before the data plane failed.");
        _output.WriteLine($"Before the last burst: {beforeTheEnd.Accepted} = {beforeTheEnd.Delivered} + {beforeTheEnd.Dropped.Values.Sum()} + {beforeTheEnd.Pending}.");
    }
}
