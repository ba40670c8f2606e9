using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Pipeline;

/// <summary>Events whose state is of another type than those that Microsoft's helpers make.</summary>
public sealed class StateTests : LoggingTest
{
    static readonly Dictionary<string, object> Track = new() { ["EventType"] = "track", ["UserId"] = "user-1", ["Event"] = "Order Completed" };

    public static TheoryData<object> Types => Shapes.Of("EventType", "track");

    public static TheoryData<object> Properties => Shapes.Of("CartId", "cart-1");

    [Theory]
    [MemberData(nameof(Types), DisableDiscoveryEnumeration = true)]
    public async Task OfEveryShapeMakeAnEventAnalytics(object state)
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(new Dictionary<string, string> { ["UserId"] = "user-1", ["Event"] = "Order Completed" }))
                log.Log(LogLevel.Information, default, state, null, static (_, _) => "text");
        });

        Assert.Equal(["Order Completed"], Stored("event"));
        Assert.Equal("{}", PropertiesOf(DataPlane.Messages[0]));
    }

    [Theory]
    [MemberData(nameof(Properties), DisableDiscoveryEnumeration = true)]
    public async Task OfEveryShapeGiveTheirProperties(object state)
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(Track))
                log.Log(LogLevel.Information, default, state, null, static (_, _) => "text");
        });

        Assert.Equal("""{"cart_id":"cart-1"}""", OnlyStored("properties"));
    }

    public static TheoryData<object, string> Values => new()
    {
        { new Dictionary<string, int> { ["A"] = 1, ["B"] = 2 }, """{"a":1,"b":2}""" },
        { new List<KeyValuePair<string, int>> { new("A", 1), new("B", 2) }, """{"a":1,"b":2}""" },
        { new[] { KeyValuePair.Create("A", true) }, """{"a":true}""" },
        { new[] { KeyValuePair.Create("A", 1.5m) }, """{"a":1.5}""" },
        { new[] { KeyValuePair.Create("A", (int?)null), KeyValuePair.Create("B", (int?)2) }, """{"a":null,"b":2}""" },
        { new[] { KeyValuePair.Create("A", new[] { 1, 2 }) }, """{"a":[1,2]}""" },
        { new[] { KeyValuePair.Create("@A", new { Name = "x" }) }, """{"a":{"name":"x"}}""" },
        { new[] { KeyValuePair.Create("$A", 7) }, """{"a":"7"}""" },
        { new[] { KeyValuePair.Create((string)null!, 1), KeyValuePair.Create("", 2), KeyValuePair.Create("C", 3) }, """{"c":3}""" },
        { new List<KeyValuePair<string, object>> { new(null!, 1), new("", 2), new("C", 3) }, """{"c":3}""" },
        { new List<KeyValuePair<string, string?>> { new("A", null) }, """{"a":null}""" },
        { ("A", 1.5), """{"a":1.5}""" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public async Task AndScopesHaveValuesOfEveryType(object bag, string properties)
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(Track))
            {
                log.Log(LogLevel.Information, default, bag, null, static (_, _) => "text");
                using (log.BeginScope(bag))
                    log.LogInformation("Scoped");
            }
        });

        Assert.Equal([properties, properties], DataPlane.Messages.Select(PropertiesOf));
    }

    public static TheoryData<object?> Others => new(null, "a text", 42, new[] { 1, 2 }, new Dictionary<int, string> { [1] = "x" }, new object(), new { EventType = "page" });

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public async Task OfOtherShapesAddNothing(object? state)
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(Track))
                log.Log(LogLevel.Information, default, state, null, static (_, _) => "text");
        });

        Assert.Equal(["Order Completed"], Stored("event"));
        Assert.Equal("{}", PropertiesOf(DataPlane.Messages[0]));
    }

    [Theory]
    [InlineData(9_999, 9_999)]
    [InlineData(10_000, 10_000)]
    [InlineData(10_001, 10_000)]
    [InlineData(int.MaxValue, 10_000)]
    public async Task AndScopesGiveAtMostTenThousandProperties(int given, int sent)
    {
        await LogAsync(
            log =>
            {
                using (log.BeginScope(Track))
                {
                    log.Log(LogLevel.Information, default, Endless().Take(given), null, static (_, _) => "text");
                    using (log.BeginScope(Endless().Take(given)))
                    {
                        log.LogInformation("Scoped");
                        log.LogInformation("Ordinary");
                    }
                }
            },
            configure: options => options.MaxMessageBytes = 400_000);

        Assert.Equal(3, DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal(sent, message.GetProperty("properties").EnumerateObject().Count()));
        Assert.Equal(given > sent ? 3 : 0, Reports.Lines.Count(line => line.Contains("more than 10000 properties", StringComparison.Ordinal)));

        static IEnumerable<KeyValuePair<string, int>> Endless()
        {
            for (var i = 0; ; i++)
                yield return new($"p{i}", i);
        }
    }

    [Fact]
    public async Task ThatAreNoPairsAreNotEnumerated()
    {
        await LogAsync(log =>
        {
            using (log.BeginScope(Track))
            using (log.BeginScope(Query()))
                log.Log(LogLevel.Information, default, Query(), null, static (_, _) => "text");
        });

        Assert.Single(DataPlane.Messages);

        static IEnumerable<int> Query()
        {
            Assert.Fail("The query was run.");
            yield return 1;
        }
    }
}
