using Microsoft.Extensions.Logging;
using Serilog.Extensions.Logging.RudderStack.Tests.Support;

namespace Serilog.Extensions.Logging.RudderStack.Tests.Calls;

public sealed class HelperTests : LoggingTest
{
    public static TheoryData<object> PropertyShapes => new(
        new { OrderId = 42 },
        new OrderRecord(42),
        new Dictionary<string, object> { ["order_id"] = 42 },
        new Dictionary<string, int> { ["order_id"] = 42 },
        new List<KeyValuePair<string, object>> { new("order_id", 42) },
        new[] { KeyValuePair.Create("order_id", 42) },
        Lazily());

    [Theory]
    [MemberData(nameof(PropertyShapes), DisableDiscoveryEnumeration = true)]
    public async Task PropertiesMayHaveAnyShapeOfAnObject(object properties)
    {
        await LogAsync(log => log.Track("user-1", "Order Completed", properties));

        Assert.Equal("""{"order_id":42}""", OnlyStored("properties"));
    }

    [Theory]
    [InlineData("{OrderId} Completed")]
    [InlineData("{{Braces}}")]
    [InlineData("{")]
    [InlineData("}{@X:000}")]
    public async Task BracesInNamesAreText(string name)
    {
        var texts = new RecordingProvider();
        await LogAsync(log =>
        {
            log.Track("user-1", name);
            log.Page("user-1", name);
            log.Screen("user-1", name);
        }, logging => logging.AddProvider(texts));

        Assert.Equal([name, null, null], Stored("event"));
        Assert.Equal([null, name, name], Stored("name"));
        Assert.Equal([$"track {name}", $"page {name}", $"screen {name}"], texts.Texts);
    }

    [Fact]
    public async Task OtherProvidersSeeATextWithoutTheValues()
    {
        var texts = new RecordingProvider();
        await LogAsync(log =>
        {
            log.Track("user-1", "Order Completed", new { Secret }, "visitor-1", new { Secret }, new { All = true }, DateTimeOffset.UnixEpoch, "id-1");
            log.Identify("user-1", new { Secret });
            log.Page("user-1", "Pizza", new { Secret }, "Food");
            log.Page("user-1", null);
            log.Screen("user-1", "Pizza");
            log.Group("user-1", "group-1", new { Secret });
            log.Alias("former-1", "user-1");
        }, logging => logging.AddProvider(texts));

        Assert.Equal(
            ["track Order Completed", "identify user-1", "page Pizza", "page", "screen Pizza", "group group-1", "alias former-1 user-1"],
            texts.Texts);
    }

    [Fact]
    public void NothingIsDoneForALevelThatNobodyWants()
    {
        var log = new DeafLogger();

        log.Track("user-1", "Unheard");
        log.Identify("user-1", level: LogLevel.Critical);
        log.Page("user-1", "Unheard", level: LogLevel.Debug);

        Assert.Equal([LogLevel.Information, LogLevel.Critical, LogLevel.Debug], log.Asked);
    }

    [Fact]
    public async Task TheLevelIsThatOfTheLogEvent()
    {
        await LogAsync(log =>
        {
            log.Track("user-1", "Unheard");
            log.Track("user-1", "Heard", level: LogLevel.Warning);
        }, logging => logging.AddFilter<RudderStackLoggerProvider>(level => level >= LogLevel.Warning));

        Assert.Equal(["Heard"], Stored("event"));
    }

    [Fact]
    public async Task NullsAreLeftToScopes()
    {
        await LogAsync(log =>
        {
            using var scope = log.BeginScope(new Dictionary<string, object>
            {
                ["UserId"] = "scoped-user",
                ["AnonymousId"] = "scoped-visitor",
                ["Event"] = "Scoped",
                ["MessageId"] = "scoped-id",
                ["@Properties"] = new { From = "scope" },
            });
            log.Track(null, null!);
            log.Track("user-1", "Given", new { From = "call" }, anonymousId: "visitor-1", messageId: "given-id");
        });

        Assert.Equal(["scoped-user", "user-1"], Stored("userId"));
        Assert.Equal(["scoped-visitor", "visitor-1"], Stored("anonymousId"));
        Assert.Equal(["Scoped", "Given"], Stored("event"));
        Assert.Equal(["scoped-id", "given-id"], Stored("messageId"));
        Assert.Equal(["scope", "call"], DataPlane.Messages.Select(message => message.GetProperty("properties").GetProperty("from").GetString()));
    }

    [Fact]
    public async Task ANamelessPageHasNoName()
    {
        await LogAsync(log => log.Page("user-1", null));

        Assert.False(Assert.Single(DataPlane.Messages).TryGetProperty("name", out _));
    }

    [Fact]
    public async Task WithoutATimestampTheTimeIsThatOfTheCall()
    {
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        await LogAsync(log => log.Track("user-1", "Now"));

        Assert.InRange(Assert.Single(DataPlane.Messages).GetProperty("originalTimestamp").GetDateTimeOffset(), before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public void ANullLoggerIsTheCallersFault()
    {
        Microsoft.Extensions.Logging.ILogger log = null!;

        Assert.Throws<ArgumentNullException>("logger", () => log.Track("user-1", "Order Completed"));
        Assert.Throws<ArgumentNullException>("logger", () => log.Identify("user-1"));
        Assert.Throws<ArgumentNullException>("logger", () => log.Page("user-1", "Pizza"));
        Assert.Throws<ArgumentNullException>("logger", () => log.Screen("user-1", "Pizza"));
        Assert.Throws<ArgumentNullException>("logger", () => log.Group("user-1", "group-1"));
        Assert.Throws<ArgumentNullException>("logger", () => log.Alias("former-1", "user-1"));
    }

    static IEnumerable<KeyValuePair<string, object>> Lazily()
    {
        yield return new("order_id", 42);
    }

    sealed record OrderRecord(int OrderId);
}
