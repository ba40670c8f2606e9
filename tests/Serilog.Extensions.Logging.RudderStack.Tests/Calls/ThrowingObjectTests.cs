using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Calls;

public sealed class ThrowingObjectTests : LoggingTest
{
    public static TheoryData<object> Objects => new(new ThrowingGetter(1), new ThrowingText(42), new Dictionary<string, object> { ["Lines"] = ThrowingSequence() });

    [Theory]
    [MemberData(nameof(Objects), DisableDiscoveryEnumeration = true)]
    public async Task DoNotThrowOutOfACallWhichArrivesAllTheSame(object thrower)
    {
        await LogAsync(log => log.Track("user-1", "Order Completed", thrower, context: thrower, integrations: null));

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    [Fact]
    public async Task GiveTheSameBytesAsThroughSerilogsHelper()
    {
        var lines = new { Lines = new Dictionary<string, object> { ["All"] = ThrowingSequence() } };
        await LogAsync(log => log.Track("user-1", "Order Completed", lines, timestamp: DateTimeOffset.UnixEpoch, messageId: "id-1"));
        await using (var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
            serilog.Track("user-1", "Order Completed", lines, timestamp: DateTimeOffset.UnixEpoch, messageId: "id-1");

        Assert.Equal(2, Sent().Count);
        Assert.Equal(Sent()[1], Sent()[0]);
    }

    [Fact]
    public async Task OfOtherProvidersDoNotThrowOutOfACallEither()
    {
        await LogAsync(log => log.Track("user-1", "Order Completed"), logging => logging.AddProvider(new ThrowingProvider()));

        Assert.Equal(["Order Completed"], Stored("event"));
        Assert.Contains(Reports.Lines, line => line.EndsWith("a logger provider threw at an analytics call: System.IO.IOException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AQueryRunsForItselfAndNotForEachReader()
    {
        var runs = 0;
        await LogAsync(log => log.Track("user-1", "Order Completed", Enumerable.Range(42, 1).Select(id =>
        {
            runs++;
            return KeyValuePair.Create("order_id", id);
        })));

        Assert.Equal(1, runs);
        Assert.Equal("""{"order_id":42}""", OnlyStored("properties"));
    }

    [Theory]
    [MemberData(nameof(Objects), DisableDiscoveryEnumeration = true)]
    public async Task DoNotThrowOutOfACallThroughSerilog(object thrower)
    {
        await using (var serilog = new LoggerConfiguration().WriteTo.RudderStack(WriteKey, DataPlane.Url).CreateLogger())
        using (var factory = new SerilogLoggerFactory(serilog))
            factory.CreateLogger("Shop").Track("user-1", "Order Completed", thrower, context: thrower);

        Assert.Equal(["Order Completed"], Stored("event"));
    }

    static IEnumerable<KeyValuePair<string, object>> ThrowingSequence()
    {
        yield return new("order_id", 42);
        throw new InvalidOperationException(Secret);
    }

    // Serilog replaces what a getter throws, and writes the whole exception to SelfLog: so it holds no secret here.
    sealed record ThrowingGetter(int Total)
    {
        public int OrderId => throw new InvalidOperationException($"There is no order of {Total}.");
    }

    sealed record ThrowingText(int OrderId)
    {
        public override string ToString() => throw new InvalidOperationException(Secret);
    }
}
