using System.Collections;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Context;
using Serilog.Events;

namespace EndToEnd.Tests.Calls;

public sealed class TypedHelperTests : EndToEndTest
{
    public static TheoryData<object> PropertyShapes => new(
        new { OrderId = 42 },
        new OrderRecord(42),
        new OrderStruct(42),
        new Dictionary<string, object> { ["order_id"] = 42 },
        new Dictionary<string, int> { ["order_id"] = 42 },
        new List<KeyValuePair<string, object>> { new("order_id", 42) },
        new[] { KeyValuePair.Create("order_id", 42) },
        Enumerable.Range(42, 1).Select(id => KeyValuePair.Create("order_id", id)),
        Expando());

    [Theory]
    [MemberData(nameof(PropertyShapes), DisableDiscoveryEnumeration = true)]
    public async Task PropertiesMayHaveAnyShapeOfAnObject(object properties)
    {
        CreateLogger().Track("user-1", "Order Completed", properties);
        await FlushAsync();

        Assert.Equal("""{"order_id":42}""", Assert.Single(DataPlane.Messages).GetProperty("properties").GetRawText());
    }

    [Theory]
    [MemberData(nameof(PropertyShapes), DisableDiscoveryEnumeration = true)]
    public async Task SoMayTraitsAndContext(object shape)
    {
        // C# identifiers become camelCase in traits and context; keys are never renamed.
        var name = shape is IEnumerable ? "order_id" : "orderId";
        var log = CreateLogger();
        log.Identify("user-1", shape, context: shape);
        log.Group("user-1", "group-1", shape, context: shape);
        log.Alias("former-1", "user-1", shape, context: shape);
        await FlushAsync();

        Assert.Equal(3, DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal($$"""{"{{name}}":42}""", message.GetProperty("traits").GetRawText()));
        Assert.All(DataPlane.Messages, message => Assert.Equal(42, message.GetProperty("context").GetProperty(name).GetInt32()));
    }

    [Fact]
    public async Task IntegrationsMayHaveAnyShapeOfAnObject()
    {
        var log = CreateLogger();
        log.Track("user-1", "Anonymous", integrations: new { All = true, Salesforce = false });
        log.Track("user-1", "Record", integrations: new Destinations(true, false));
        log.Track("user-1", "Dictionary", integrations: new Dictionary<string, bool> { ["All"] = true, ["Salesforce"] = false });
        log.Track("user-1", "Pairs", integrations: new[] { KeyValuePair.Create("All", true), KeyValuePair.Create("Salesforce", false) });
        await FlushAsync();

        Assert.Equal(4, DataPlane.Messages.Count);
        Assert.All(DataPlane.Messages, message => Assert.Equal("""{"All":true,"Salesforce":false}""", message.GetProperty("integrations").GetRawText()));
    }

    [Theory]
    [InlineData("{OrderId} Completed")]
    [InlineData("{{Braces}}")]
    [InlineData("{")]
    [InlineData("}{@X:000}")]
    public async Task BracesInNamesAreText(string name)
    {
        var log = CreateLogger();
        log.Track("user-1", name);
        log.Page("user-1", name);
        log.Screen("user-1", name);
        await FlushAsync();

        Assert.Equal([name, null, null], Stored("event"));
        Assert.Equal([null, name, name], Stored("name"));
    }

    [Fact]
    public async Task TheLevelIsThatOfTheLogEvent()
    {
        var log = CreateLogger(around: logger => logger.MinimumLevel.Warning());
        LogAll(log, LogEventLevel.Information);
        Assert.Empty(Meter.Of("rudderstack.messages.accepted"));
        LogAll(log, LogEventLevel.Warning);
        await FlushAsync();

        Assert.Equal(CallSamples.Types, Stored("type"));
    }

    [Fact]
    public async Task TheLevelOfASourceContextCounts()
    {
        var log = CreateLogger(around: logger => logger.MinimumLevel.Override("Shop.Kitchen", LogEventLevel.Error));
        LogAll(log.ForContext(Serilog.Core.Constants.SourceContextPropertyName, "Shop.Kitchen"), LogEventLevel.Warning);
        LogAll(log.ForContext(Serilog.Core.Constants.SourceContextPropertyName, "Shop.Checkout"), LogEventLevel.Warning);
        await FlushAsync();

        Assert.Equal(CallSamples.Types, Stored("type"));
    }

    [Fact]
    public async Task FiltersStopThem()
    {
        var log = CreateLogger(around: logger => logger.Filter.ByExcluding(logEvent => logEvent.Properties["UserId"].ToString().Contains("secret", StringComparison.Ordinal)));
        LogAll(log, userId: "secret-user");
        LogAll(log);
        await FlushAsync();

        Assert.Equal(CallSamples.Types, Stored("type"));
        Assert.All(Stored("userId"), id => Assert.Equal("user-1", id));
    }

    [Fact]
    public async Task EnrichersAndTheLoggersContextReachThem()
    {
        var log = CreateLogger(around: logger => logger.Enrich.WithProperty("AnonymousId", "enriched-visitor").Enrich.FromLogContext());
        using (LogContext.PushProperty("Context", new { Ip = "::1" }, destructureObjects: true))
            LogAll(log.ForContext("MessageId", "context-id"));
        await FlushAsync();

        Assert.Equal(CallSamples.Types, Stored("type"));
        Assert.All(Stored("anonymousId"), id => Assert.Equal("enriched-visitor", id));
        Assert.All(Stored("messageId"), id => Assert.Equal("context-id", id));
        Assert.All(DataPlane.Messages, message => Assert.Equal("::1", message.GetProperty("context").GetProperty("ip").GetString()));
    }

    [Fact]
    public async Task NullsAreLeftToEnrichers()
    {
        var log = CreateLogger(around: logger => logger
            .Enrich.WithProperty("UserId", "enriched-user")
            .Enrich.WithProperty("AnonymousId", "enriched-visitor")
            .Enrich.WithProperty("Event", "Enriched")
            .Enrich.WithProperty("MessageId", "enriched-id")
            .Enrich.WithProperty("Properties", new { From = "enricher" }, destructureObjects: true));
        log.Track(null, null!);
        log.Track("user-1", "Given", new { From = "call" }, anonymousId: "visitor-1", messageId: "given-id");
        await FlushAsync();

        Assert.Equal(["enriched-user", "user-1"], Stored("userId"));
        Assert.Equal(["enriched-visitor", "visitor-1"], Stored("anonymousId"));
        Assert.Equal(["Enriched", "Given"], Stored("event"));
        Assert.Equal(["enriched-id", "given-id"], Stored("messageId"));
        Assert.Equal(["enricher", "call"], DataPlane.Messages.Select(message => message.GetProperty("properties").GetProperty("from").GetString()));
    }

    [Fact]
    public async Task ANamelessPageHasNoName()
    {
        CreateLogger().Page("user-1", null);
        await FlushAsync();

        Assert.False(Assert.Single(DataPlane.Messages).TryGetProperty("name", out _));
    }

    [Fact]
    public async Task WithoutATimestampTheTimeIsThatOfTheCall()
    {
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        CreateLogger().Track("user-1", "Now");
        var after = DateTimeOffset.UtcNow;
        await FlushAsync();

        Assert.InRange(Assert.Single(DataPlane.Messages).GetProperty("originalTimestamp").GetDateTimeOffset(), before, after);
        Assert.False(Assert.Single(Sent()).TryGetProperty("timestamp", out _));
    }

    static void LogAll(ILogger log, LogEventLevel level = LogEventLevel.Information, string userId = "user-1")
    {
        log.Identify(userId, level: level);
        log.Track(userId, "Order Completed", level: level);
        log.Page(userId, "Pizza", level: level);
        log.Screen(userId, "Pizza", level: level);
        log.Group(userId, "group-1", level: level);
        log.Alias("former-1", userId, level: level);
    }

    static IDictionary<string, object?> Expando()
    {
        IDictionary<string, object?> expando = new System.Dynamic.ExpandoObject();
        expando["order_id"] = 42;
        return expando;
    }

    sealed record OrderRecord(int OrderId);

    readonly record struct OrderStruct(int OrderId);

    sealed record Destinations(bool All, bool Salesforce);
}
