namespace Serilog.Sinks.RudderStack.Tests.Mapping;

[Collection(nameof(SelfLogTests))]
public class ReservedPropertyTests
{
    [Theory]
    [InlineData("u-1", "\"u-1\"")]
    [InlineData(" u 1 ", "\" u 1 \"")]
    [InlineData(42, "\"42\"")]
    [InlineData(9007199254740993L, "\"9007199254740993\"")]
    [InlineData(true, "\"true\"")]
    public void IdsAreWrittenAsGivenAndAsText(object id, string json)
    {
        foreach (var (property, member) in new[] { ("UserId", "userId"), ("AnonymousId", "anonymousId") })
        {
            var mapped = Track(log => log.ForContext(property, id));
            Assert.Null(mapped.Fault);
            Assert.Equal(json, mapped.At(member));
        }
    }

    [Fact]
    public void AGuidIsAnId() =>
        Assert.Equal("\"0f9a4e4e-6e1b-4f0e-9d3a-0a1b2c3d4e5f\"", Track(log => log.ForContext("UserId", Guid.Parse("0f9a4e4e-6e1b-4f0e-9d3a-0a1b2c3d4e5f"))).At("userId"));

    [Theory]
    [InlineData("page", "Name", "name")]
    [InlineData("screen", "Name", "name")]
    [InlineData("page", "Category", "category")]
    [InlineData("screen", "Category", "category")]
    [InlineData("group", "GroupId", "groupId")]
    [InlineData("alias", "PreviousId", "previousId")]
    [InlineData("track", "Event", "event")]
    [InlineData("track", "EventName", "event")]
    public void EachGoesToItsMemberForItsCalls(string type, string property, string member)
    {
        var mapped = Call(type, log => log.ForContext("UserId", "u").ForContext(property, "given"));

        Assert.Equal("\"given\"", mapped.At(member));
        Assert.DoesNotContain(property, mapped.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("track", "Name", "properties.name")]
    [InlineData("track", "Category", "properties.category")]
    [InlineData("track", "GroupId", "properties.group_id")]
    [InlineData("page", "PreviousId", "properties.previous_id")]
    [InlineData("page", "Event", "properties.event")]
    [InlineData("screen", "EventName", "properties.event_name")]
    [InlineData("identify", "Name", "traits.name")]
    [InlineData("identify", "Category", "traits.category")]
    [InlineData("identify", "Event", "traits.event")]
    [InlineData("identify", "Properties", "traits.properties")]
    [InlineData("group", "PreviousId", "traits.previousId")]
    [InlineData("alias", "GroupId", "traits.groupId")]
    public void EachIsALoosePropertyForTheOtherCalls(string type, string property, string path)
    {
        var mapped = Call(type, log => log
            .ForContext("UserId", "u").ForContext(type == "group" ? "GroupId" : "PreviousId", "1").ForContext(property, "given"));
        Assert.Equal("\"given\"", mapped.At(path));
    }

    [Fact]
    public void NamesAreMatchedIgnoringCase()
    {
        var mapped = Track(log => log.ForContext("userid", "u").ForContext("EVENTNAME", "e"));
        Assert.Equal("\"u\"", mapped.At("userId"));
        Assert.Equal("\"e\"", mapped.At("event"));
    }

    [Fact]
    public void OfNamesThatDifferInCaseTheExactOneWinsAndTheOtherIsNotSent()
    {
        foreach (var names in new[] { new[] { "userId", "UserId", "USERID" }, ["UserId", "USERID", "userId"], ["USERID", "userId", "UserId"] })
        {
            var mapped = Track(log =>
            {
                foreach (var name in names)
                    log = log.ForContext(name, name);
                return log;
            });
            Assert.Equal("\"UserId\"", mapped.At("userId"));
            Assert.Null(mapped["properties"]);
        }
    }

    [Fact]
    public void WithoutAnExactNameTheOrdinallyFirstWins()
    {
        Assert.Equal("\"USERID\"", Track(log => log.ForContext("userId", "userId").ForContext("USERID", "USERID")).At("userId"));
        Assert.Equal("\"USERID\"", Track(log => log.ForContext("USERID", "USERID").ForContext("userId", "userId")).At("userId"));
    }

    [Fact]
    public void NamesAreConfigurableAndTheDefaultNameIsThenLoose()
    {
        var builder = new MapperBuilder { Names = MapperBuilder.DefaultNames with { UserId = "Customer", Event = "Action" } };
        var mapped = builder.Map(log => log.ForContext("EventType", "track").ForContext("Customer", "c").ForContext("Action", "a").ForContext("UserId", "u").Information(""));

        Assert.Equal("\"c\"", mapped.At("userId"));
        Assert.Equal("\"a\"", mapped.At("event"));
        Assert.Equal("""{"user_id":"u"}""", mapped.At("properties"));
    }

    [Fact]
    public void EventTypeIsNeverSent() => Assert.DoesNotContain("event_type", Track(log => log.ForContext("UserId", "u")).Json, StringComparison.Ordinal);

    [Theory]
    [InlineData("Event", "E", "\"E\"")]
    [InlineData("Event", " ", "\"N\"")]
    [InlineData("Event", null, "\"N\"")]
    public void TheEventIsNamedByEventThenEventName(string property, string? value, string expected) =>
        Assert.Equal(expected, Track(log => log.ForContext("UserId", "u").ForContext(property, value).ForContext("EventName", "N")).At("event"));

    [Fact]
    public void TheEventIsNamedByTheNameOfMicrosoftsEventIdNext()
    {
        var mapped = Track(log => log.ForContext("UserId", "u").ForContext("EventId", new { Id = 7, Name = "OrderPlaced" }, destructureObjects: true));
        Assert.Equal("\"OrderPlaced\"", mapped.At("event"));
        Assert.Null(mapped["properties"]);
    }

    [Fact]
    public void AnEventIdWithoutNameNamesNothing()
    {
        Assert.Equal("\"Measured\"", Track(log => log.ForContext("UserId", "u").ForContext("EventId", new { Id = 7 }, destructureObjects: true)).At("event"));
        Assert.Equal("\"Measured\"", Track(log => log.ForContext("UserId", "u").ForContext("EventId", 7)).At("event"));
    }

    [Theory]
    [InlineData("Order Completed {OrderId}", "\"Order Completed\"")]
    [InlineData("Order {OrderId} Completed {Total:0.00}!", "\"Order Completed !\"")]
    [InlineData("  Order\t\r\n Completed  ", "\"Order Completed\"")]
    [InlineData("Order{OrderId}Completed", "\"OrderCompleted\"")]
    [InlineData("{{Order}} {OrderId}", "\"{Order}\"")]
    [InlineData("Order {@Order} {$Text,10} Done", "\"Order Done\"")]
    [InlineData("50% {0}", "\"50%\"")]
    public void TheEventIsNamedByTheTemplateLast(string template, string expected)
    {
        var mapped = MapperBuilder.MapOne(log => log.ForContext("EventType", "track").ForContext("UserId", "u").Information(template, 1, 2));
        Assert.Equal(expected, mapped.At("event"));
        Assert.Equal(expected, MapperBuilder.MapOne(log => log.ForContext("EventType", "page").ForContext("UserId", "u").Information(template, 1, 2)).At("name"));
    }

    [Theory]
    [InlineData("page")]
    [InlineData("screen")]
    public void AViewWithNothingToNameItIsSentWithoutAName(string type)
    {
        var mapped = MapperBuilder.MapOne(log => log.ForContext("EventType", type).ForContext("UserId", "u").Information("{Url}", "/"));
        Assert.Null(mapped.Fault);
        Assert.Null(mapped.At("name"));
        Assert.Equal("""{"url":"/"}""", mapped.At("properties"));
    }

    [Theory]
    [InlineData("page")]
    [InlineData("screen")]
    public void ViewsRepeatNameAndCategoryInTheirPropertiesUnlessAlreadyThere(string type)
    {
        var plain = Call(type, log => log.ForContext("UserId", "u").ForContext("Name", "Home").ForContext("Category", 7));
        Assert.Equal("""{"name":"Home","category":"7"}""", plain.At("properties"));
        Assert.Equal("\"7\"", plain.At("category"));

        var taken = Call(type, log => log.ForContext("UserId", "u").ForContext("Name", "Home")
            .ForContext("Properties", new { Name = "Mine", Title = "T" }, destructureObjects: true));
        Assert.Equal("""{"name":"Mine","title":"T"}""", taken.At("properties"));
        Assert.Equal("\"Home\"", taken.At("name"));
    }

    [Fact]
    public void TraitsGoToTheTopLevelOrToTheContext()
    {
        foreach (var type in new[] { "identify", "group", "alias" })
        {
            var mapped = Call(type, log => log.ForContext("UserId", "u").ForContext("GroupId", "g").ForContext("PreviousId", "p").ForContext("Traits", new { FirstName = "A" }, true));
            Assert.Equal("\"A\"", mapped.At("traits.firstName"));
            Assert.Null(mapped.At("context.traits"));
        }

        foreach (var type in new[] { "track", "page", "screen" })
        {
            var mapped = Call(type, log => log.ForContext("UserId", "u").ForContext("Traits", new { FirstName = "A" }, true));
            Assert.Equal("""{"firstName":"A"}""", mapped.At("context.traits"));
            Assert.Null(mapped.At("traits"));
        }
    }

    [Fact]
    public void AMessageIdIsSentCleaned()
    {
        Assert.Equal("\"my id\"", Track(log => log.ForContext("UserId", "u").ForContext("MessageId", "\t\u200b my\u00ad id ")).At("messageId"));
        Assert.Equal("\"7\"", Track(log => log.ForContext("UserId", "u").ForContext("MessageId", 7)).At("messageId"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u200b ")]
    public void ABlankMessageIdIsReplaced(string? messageId) =>
        Assert.Matches("^\"[0-9a-f-]{36}\"$", Track(log => log.ForContext("UserId", "u").ForContext("MessageId", messageId)).At("messageId"));

    [Fact]
    public void EveryMessageHasAnIdOfItsOwn()
    {
        var first = Track(log => log.ForContext("UserId", "u")).At("messageId");
        Assert.NotEqual(first, Track(log => log.ForContext("UserId", "u")).At("messageId"));
    }

    [Fact]
    public void TheTimeIsThatOfTheEventInUtcWithMilliseconds()
    {
        var mapped = Values.MapByHand(builder: null);
        Assert.Equal("\"2024-05-06T07:08:09.000Z\"", mapped.At("originalTimestamp"));
        Assert.Null(mapped.At("timestamp"));
    }

    public static TheoryData<string, object, string> Misshapen => new()
    {
        { "Context", "secret", "context" },
        { "Context", 987654321, "context" },
        { "Properties", "{ Name = x }", "properties" },
        { "Traits", new[] { 1, 2 }, "traits" },
        { "Timestamp", 42, "timestamp" },
        { "AnonymousId", new[] { 1 }, "anonymous_id" },
        { "Event", new[] { 1 }, "event" },
        { "MessageId", new[] { 1 }, "message_id" },
    };

    [Theory]
    [MemberData(nameof(Misshapen))]
    public void OneOfTheWrongShapeIsLooseAndReportedOnceWithoutItsValue(string property, object value, string member)
    {
        var mapper = new MapperBuilder().Build();
        var logEvent = MapperBuilder.Capture(log => log.ForContext("EventType", "track").ForContext("UserId", "u").ForContext(property, value).Information("Measured"));
        MappedCopy? mapped = null;
        var reported = SelfLogTests.Record(() =>
        {
            for (var i = 0; i < 3; i++)
                mapped = MappedCopy.Of(mapper, logEvent, Serilog.Sinks.RudderStack.Messages.MessageType.Track);
        });

        Assert.Null(mapped!.Fault);
        Assert.NotNull(mapped.At("properties." + member));
        var line = Assert.Single(reported);
        Assert.Contains($"property {property} is no ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(value.ToString()!, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Context")]
    [InlineData("Properties")]
    [InlineData("Traits")]
    [InlineData("Timestamp")]
    [InlineData("Integrations")]
    public void ANullIsMissingAndNotReported(string property)
    {
        MappedCopy? mapped = null;
        Assert.Empty(SelfLogTests.Record(() => mapped = Track(log => log.ForContext("UserId", "u").ForContext(property, (object?)null))));
        Assert.Null(mapped!.Fault);
        Assert.Null(mapped["properties"]);
        Assert.Null(mapped["integrations"]);
    }

    [Fact]
    public void AnExplicitEntryWinsOverALooseOneOfTheSameName()
    {
        var mapped = MapperBuilder.MapOne(log => log.ForContext("EventType", "track").ForContext("UserId", "u")
            .ForContext("Properties", new Dictionary<string, object> { ["order_id"] = "explicit", ["nested"] = new { A = 1 } }, destructureObjects: true)
            .Information("Order {OrderId} {@Nested}", "loose", new { B = 2 }));

        Assert.Equal("""{"order_id":"explicit","nested":{"a":1}}""", mapped.At("properties"));
    }

    static MappedCopy Track(Func<ILogger, ILogger> enrich) => Call("track", enrich);

    static MappedCopy Call(string type, Func<ILogger, ILogger> enrich) =>
        MapperBuilder.MapOne(log => enrich(log.ForContext("EventType", type)).Information("Measured"));
}
