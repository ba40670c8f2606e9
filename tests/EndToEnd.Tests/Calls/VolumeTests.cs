using EndToEnd.Tests.Support;
using Serilog;

namespace EndToEnd.Tests.Calls;

public sealed class VolumeTests : EndToEndTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task TenThousandEventsFromEightThreadsAreAllStoredOnce(int requestsAtOnce)
    {
        const int Threads = 8;
        const int EventsPerThread = 1_250;
        Log.Logger = CreateLogger(options => options.MaxConcurrentRequests = requestsAtOnce);

        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < EventsPerThread; i++)
                Log.Logger.Track($"user-{thread}", "Counted", new { Number = i }, messageId: $"{thread}-{i}");
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        await Log.CloseAndFlushAsync();

        var expected = Enumerable.Range(0, Threads).SelectMany(thread => Enumerable.Range(0, EventsPerThread).Select(i => $"{thread}-{i}"));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Stored("messageId").Order(StringComparer.Ordinal));
        Assert.All(
            DataPlane.Messages.GroupBy(message => message.GetProperty("userId").GetString()),
            user => Assert.Equal(Enumerable.Range(0, EventsPerThread), user.Select(message => message.GetProperty("properties").GetProperty("number").GetInt32())));
    }

    [Fact]
    public async Task UsersOfManyThreadsAreNotMixedUp()
    {
        var log = CreateLogger();
        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
            log.Track(i % 2 == 0 ? "even" : "odd", "Counted", new { Number = i }, anonymousId: $"visitor-{i}"));
        await FlushAsync();

        Assert.Equal(2_000, DataPlane.Count);
        Assert.All(DataPlane.Messages, message =>
        {
            var number = message.GetProperty("properties").GetProperty("number").GetInt32();
            Assert.Equal(number % 2 == 0 ? "even" : "odd", message.GetProperty("userId").GetString());
            Assert.Equal($"visitor-{number}", message.GetProperty("anonymousId").GetString());
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task ReusedBuffersGiveEachMessageItsOwnContents(int requestsAtOnce)
    {
        const int Threads = 16;
        const int Events = 4_000;

        // Small, so that every buffer is soon used for another message; refused batches, so that messages are written again.
        var log = CreateLogger(options =>
        {
            options.MaxConcurrentRequests = requestsAtOnce;
            options.BatchSize = 10;
            options.QueueLimit = 64;
            options.WhenQueueFull = Serilog.Sinks.RudderStack.WhenQueueFull.Block;
        });
        for (var i = 0; i < 20; i++)
            DataPlane.Faults.Add(new RudderStack.Local.Fault { Status = 503 });

        // Not threads of the pool, which the data plane needs while these wait for room.
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = thread; i < Events; i += Threads)
                log.Track($"user-{i % 50}", "Counted", new { Contents = ContentsOf(i) }, messageId: $"{i}");
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        await FlushAsync();

        Assert.Equal(Events, DataPlane.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal(
            ContentsOf(int.Parse(message.GetProperty("messageId").GetString()!, System.Globalization.CultureInfo.InvariantCulture)),
            message.GetProperty("properties").GetProperty("contents").GetString()));
    }

    static string ContentsOf(int number) => new((char)('A' + number % 26), 1 + number * 37 % 3_000);
}
