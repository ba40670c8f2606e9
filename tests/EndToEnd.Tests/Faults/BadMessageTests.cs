using System.Text.Json;
using EndToEnd.Tests.Faults.Support;
using RudderStack.Local;
using Serilog.Sinks.RudderStack;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Faults;

/// <summary>The gateway refuses a whole request for one bad message and does not say which one it is.</summary>
[Collection(nameof(OneAtATime))]
public class BadMessageTests
{
    readonly ITestOutputHelper _output;

    public BadMessageTests(ITestOutputHelper output) => _output = output;

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task OneBadMessageInEveryBatchCostsItselfAndAtMostFifteenRequests(int status)
    {
        await using var sink = await SinkUnderTest.StartAsync();
        Refuse(sink, status, bad: id => Position(id) % 101 == 1);

        // A hundred batches of a hundred, with the bad message at each place once.
        sink.Log(10_000);
        var statistics = await sink.SettleAsync();

        var bad = sink.Logged.Where(id => Position(id) % 101 == 1).ToArray();
        Assert.Equal(100, bad.Length);
        Assert.Equal(9_900, statistics.Delivered);
        Assert.Equal(bad, sink.Dropped.Select(message => message.MessageId));
        Assert.All(sink.Dropped, message => Assert.Equal((DropReason.Rejected, status), (message.Reason, (int)message.StatusCode!)));
        Assert.Equal(9_900, sink.StoredIds.Count);

        var extra = sink.Batches.GroupBy(BatchOf).Select(batch => batch.Count() - 1).ToArray();
        _output.WriteLine($"{status}: one bad message in 100 costs {extra.Min()} to {extra.Max()} further requests, {extra.Average():0.0} on average.");
        Assert.Equal(100, extra.Length);
        Assert.InRange(extra.Max(), 1, 15);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task ABatchOfOnlyBadMessagesIsDroppedOneByOne(int status)
    {
        await using var sink = await SinkUnderTest.StartAsync();
        Refuse(sink, status, bad: _ => true);
        sink.Log(32);

        var statistics = await sink.SettleAsync();

        // With 400 the texts are not a gateway's, so the data plane is asked once, with an empty batch, whether it is there.
        Assert.Equal(32, statistics.Dropped[DropReason.Rejected]);
        Assert.Equal(status == 400 ? 64 : 63, sink.Batches.Count);
    }

    [Fact]
    public async Task ABadMessageIsFoundWhileTheDataPlaneFlaps()
    {
        await using var sink = await SinkUnderTest.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            sink.DataPlane.Faults.Add(new Fault { Status = i % 2 == 0 ? 503 : 429 });
            sink.DataPlane.Faults.Add(new Fault { Status = 400, WhenMessage = message => Position(Id(message)) == 42 });
        }

        sink.Log(100);
        var statistics = await sink.SettleAsync();

        Assert.Equal(99, statistics.Delivered);
        Assert.Equal("user#0000042", Assert.Single(sink.Dropped).MessageId);
        Assert.Equal(99, sink.StoredIds.Count);
    }

    static void Refuse(SinkUnderTest sink, int status, Predicate<string> bad) =>
        sink.DataPlane.Faults.Add(new Fault { Status = status, Times = Fault.Unlimited, WhenMessage = message => bad(Id(message)) });

    static string Id(JsonElement message) => message.GetProperty("messageId").GetString()!;

    static int Position(string id) => int.Parse(id.AsSpan(id.IndexOf('#', StringComparison.Ordinal) + 1), System.Globalization.CultureInfo.InvariantCulture);

    static int BatchOf(ReceivedRequest request)
    {
        using var body = JsonDocument.Parse(request.Body!.Value);
        return (Position(Id(body.RootElement.GetProperty("batch")[0])) - 1) / 100;
    }
}
