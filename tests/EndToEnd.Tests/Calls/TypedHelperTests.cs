using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Events;

namespace EndToEnd.Tests.Calls;

public sealed class TypedHelperTests : EndToEndTest
{
    public static TheoryData<object> PropertyShapes => new(
        new { OrderId = 42 },
        new OrderRecord(42),
        new Dictionary<string, object> { ["order_id"] = 42 },
        new Dictionary<string, int> { ["order_id"] = 42 },
        new List<KeyValuePair<string, object>> { new("order_id", 42) },
        new[] { KeyValuePair.Create("order_id", 42) });

    public static TheoryData<object> ExternalIdShapes => new(
        new[] { new { Type = "brazeExternalId", Id = "braze-1" } },
        new List<ExternalId> { new("brazeExternalId", "braze-1") },
        new[] { new Dictionary<string, string> { ["type"] = "brazeExternalId", ["id"] = "braze-1" } },
        new List<object> { new { Type = "brazeExternalId", Id = "braze-1" } },
        new[] { "braze-1" }.Select(id => new ExternalId("brazeExternalId", id)));

    public static TheoryData<object, string> ConsentShapes => new()
    {
        { new[] { "marketing", "profiling" }, """["marketing","profiling"]""" },
        { new List<string> { "marketing" }, """["marketing"]""" },
        { new HashSet<string> { "marketing" }, """["marketing"]""" },
        { new[] { "marketing", "analytics" }.Where(id => id != "analytics"), """["marketing"]""" },
        { Array.Empty<string>(), "[]" },
    };

    [Theory]
    [MemberData(nameof(PropertyShapes), DisableDiscoveryEnumeration = true)]
    public async Task PropertiesMayHaveAnyShapeOfAnObject(object properties)
    {
        CreateLogger().Track("user-1", "Order Completed", properties);
        await FlushAsync();

        Assert.Equal("""{"order_id":42}""", Assert.Single(DataPlane.Messages).GetProperty("properties").GetRawText());
    }

    [Theory]
    [MemberData(nameof(ExternalIdShapes), DisableDiscoveryEnumeration = true)]
    public async Task AnArrayOfObjectsInTheContextMayHaveAnyShape(object externalId)
    {
        CreateLogger().Identify("user-1", context: new { ExternalId = externalId });
        await FlushAsync();

        Assert.Equal("""[{"type":"brazeExternalId","id":"braze-1"}]""", Assert.Single(DataPlane.Messages).GetProperty("context").GetProperty("externalId").GetRawText());
    }

    [Theory]
    [MemberData(nameof(ConsentShapes), DisableDiscoveryEnumeration = true)]
    public async Task AnArrayOfTextInTheContextMayHaveAnyShape(object ids, string json)
    {
        CreateLogger().Track("user-1", "Cart Viewed", context: new { ConsentManagement = new { DeniedConsentIds = ids } });
        await FlushAsync();

        Assert.Equal(json, Assert.Single(DataPlane.Messages).GetProperty("context").GetProperty("consentManagement").GetProperty("deniedConsentIds").GetRawText());
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
        log.Track("user-1", "Unheard");
        log.Track("user-1", "Heard", level: LogEventLevel.Warning);
        await FlushAsync();

        Assert.Equal(["Heard"], Stored("event"));
    }

    [Fact]
    public async Task FiltersStopThem()
    {
        var log = CreateLogger(around: logger => logger.Filter.ByExcluding(logEvent => logEvent.Properties["Event"].ToString().Contains("Secret", StringComparison.Ordinal)));
        log.Track("user-1", "Secret Meeting");
        log.Track("user-1", "Meeting");
        await FlushAsync();

        Assert.Equal(["Meeting"], Stored("event"));
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
    public async Task TheContextOfTheCallReplacesAnEnrichersAndIsMergedWithTheDefault()
    {
        var log = CreateLogger(
            options => options.DefaultContext = new Dictionary<string, object?> { ["ip"] = "0.0.0.0", ["app.name"] = "Shop" },
            logger => logger.Enrich.WithProperty("Context", new { Locale = "de-DE", Ip = "203.0.113.7" }, destructureObjects: true));
        log.Track("user-1", "Enriched");
        log.Track("user-1", "Given", context: new { Timezone = "Europe/Berlin" });
        await FlushAsync();

        Assert.Equal(
            ["""{"ip":"203.0.113.7","app":{"name":"Shop"},"locale":"de-DE"}""", """{"ip":"0.0.0.0","app":{"name":"Shop"},"timezone":"Europe/Berlin"}"""],
            DataPlane.Messages.Select(message =>
            {
                var context = JsonNode.Parse(message.GetProperty("context").GetRawText())!.AsObject();
                context.Remove("library");
                return context.ToJsonString();
            }));
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

    sealed record OrderRecord(int OrderId);

    sealed record ExternalId(string Type, string Id);
}
