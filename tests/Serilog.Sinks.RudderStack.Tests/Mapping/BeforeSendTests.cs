using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class BeforeSendTests
{
    [Fact]
    public void ItSeesTheMessageWithoutSentAt()
    {
        JsonObject? seen = null;
        var mapped = Map(message =>
        {
            seen = message.DeepClone().AsObject();
            return message;
        });

        var expected = mapped.Message;
        expected.Remove("sentAt");
        Assert.Equal(expected.ToJsonString(), seen!.ToJsonString());
    }

    [Fact]
    public void AMessageThatItLeavesAloneStaysAsItWas()
    {
        foreach (var type in new[] { "identify", "track", "page", "screen", "group", "alias" })
        {
            var plain = MapperBuilder.MapOne(SixCalls.Named(type));
            var mapped = new MapperBuilder { BeforeSend = message => message }.Map(SixCalls.Named(type));

            Assert.Equal(Sorted(plain), Sorted(mapped));
            Assert.Equal(plain.UserHash, mapped.UserHash);
            Assert.EndsWith(",\"sentAt\":\"0000-00-00T00:00:00.000Z\"}", mapped.Json, StringComparison.Ordinal);
        }

        static IEnumerable<string> Sorted(MappedCopy mapped) =>
            mapped.Message.Select(member => member.Key + StrictJson.Text(member.Value!)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void ItsChangesAreWrittenAsMappingWouldWriteThem()
    {
        var mapped = Map(message =>
        {
            message["properties"] = new JsonObject
            {
                ["text"] = "<é 用户 😀 \"q\">",
                ["parsed"] = JsonNode.Parse("""{"big":9007199254740993,"negative":-9007199254740993,"huge":12345678901234567890123,"exact":99.50,"small":7,"twice":1,"text":"\u00e9\n","list":[true,null]}"""),
                ["big"] = 9007199254740993L,
                ["ulong"] = ulong.MaxValue,
                ["exact"] = 99.50m,
                ["time"] = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc),
                ["guid"] = Guid.Empty,
                ["flag"] = true,
                ["nothing"] = null,
                ["wrapped"] = JsonValue.Create(new Dictionary<string, int> { ["a"] = 1 }),
                ["nan"] = double.NaN,
            };
            return message;
        });

        Assert.Null(mapped.Fault);
        Assert.Contains(
            "\"properties\":{\"text\":\"<é 用户 😀 \\\"q\\\">\","
            + """
            "parsed":{"big":"9007199254740993","negative":"-9007199254740993","huge":"12345678901234567890123","exact":99.50,"small":7,"twice":1,"text":"é\n","list":[true,null]},
            """.Trim()
            + """
            "big":"9007199254740993","ulong":"18446744073709551615","exact":99.50,"time":"2024-05-06T07:08:09.000Z","guid":"00000000-0000-0000-0000-000000000000","flag":true,"nothing":null,"wrapped":{"a":1},"nan":null}
            """.Trim(),
            mapped.Json,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatBecomeEqualAreWrittenOnce()
    {
        var made = Map(message => With(message, "properties", new JsonObject { ["\ud800"] = 1, ["\ufffd"] = 2, ["a\ud800"] = 3, ["a\ud801"] = 4 }));
        Assert.Equal("{\"\ufffd\":2,\"a\ufffd\":3}", made.At("properties"));

        var top = Map(message => With(With(message, "x\ud800", 1), "x\ufffd", 2));
        Assert.Equal("2", top.At("x\ufffd"));
        StrictJson.Parse(top.Json);

        var wrapped = Map(message => With(message, "properties", new JsonObject { ["a"] = JsonValue.Create(new Dictionary<string, int> { ["\ud800"] = 1, ["\ufffd"] = 2, ["b"] = 3 }) }));
        Assert.Equal("{\"\ufffd\":2,\"b\":3}", wrapped.At("properties.a"));

        var parsed = Map(message => With(message, "properties", JsonNode.Parse("""{"a":{"b":1,"c":[{"d":1,"d":2}],"b":3}}""")));
        Assert.Equal("""{"a":{"b":3,"c":[{"d":2}]}}""", parsed.At("properties"));
    }

    [Theory]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("-1E+400", "\"-1E+400\"")]
    [InlineData("1.5e308", "1.5E+308")]
    [InlineData("1e-400", "0")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "\"9007199254740993\"")]
    [InlineData("-9007199254740993", "\"-9007199254740993\"")]
    [InlineData("123456789012345678901234567890", "\"123456789012345678901234567890\"")]
    [InlineData("9007199254740993.00", "\"9007199254740993.00\"")]
    [InlineData("0.10", "0.10")]
    [InlineData("0.1234567890123456789012345678901234567890", "0.12345678901234568")]
    [InlineData("0", "0")]
    public void ParsedNumbersFollowTheRulesOfNumbers(string number, string expected)
    {
        var mapped = Map(message => With(message, "properties", JsonNode.Parse($$"""{"a":{{number}},"b":[{{number}}]}""")));
        Assert.Null(mapped.Fault);
        Assert.Equal($$"""{"a":{{expected}},"b":[{{expected}}]}""", mapped.At("properties"));
    }

    [Fact]
    public void TextWithLoneSurrogatesIsReplacedAndWhatCannotBeReadCostsItselfAlone()
    {
        var mapped = Map(message => With(message, "properties", new JsonObject
        {
            ["parsed"] = JsonNode.Parse("""["a\ud800\n\"\u00e9\\\/"]"""),
            ["unreadable"] = JsonNode.Parse("""{"\ud800":1}"""),
            ["throws"] = JsonValue.Create(new Throwing()),
            ["good"] = 1,
        }));

        Assert.Null(mapped.Fault);
        Assert.Equal("{\"parsed\":[\"a\ufffd\\n\\\"é\\\\/\"],\"unreadable\":\"Capturing the property value threw an exception: InvalidOperationException\",\"throws\":\"Capturing the property value threw an exception: InvalidOperationException\",\"good\":1}", mapped.At("properties"));
    }

    [Theory]
    [InlineData("context", "\"text\"")]
    [InlineData("context", "[1]")]
    [InlineData("properties", "7")]
    [InlineData("traits", "\"{}\"")]
    [InlineData("originalTimestamp", "\"yesterday\"")]
    [InlineData("originalTimestamp", "1577934245")]
    [InlineData("timestamp", "\"yesterday\"")]
    [InlineData("timestamp", "{\"a\":1}")]
    public void WhatCannotBeWhatItMustBeIsInvalidAndNamed(string member, string json)
    {
        var mapped = Map(message => With(message, member, JsonNode.Parse(json)));
        Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
        Assert.Contains($"BeforeSend left its {member} no ", mapped.Fault.Description, StringComparison.Ordinal);
        StrictJson.Parse(mapped.Json);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void AnEmptyObjectIsOmitted(string json)
    {
        foreach (var member in new[] { "context", "properties", "traits", "integrations" })
        {
            var mapped = Map(message => With(message, member, JsonNode.Parse(json)));
            Assert.Null(mapped.Fault);
            Assert.Equal(member == "context" ? ["library"] : null, mapped[member]?.AsObject().Select(inner => inner.Key));
        }
    }

    [Fact]
    public void TimesThatItSetsAreReadAsImportsAre()
    {
        var mapped = Map(message => With(With(message, "originalTimestamp", "20200102T030405Z"), "timestamp", new DateTime(2020, 1, 2, 3, 4, 6, DateTimeKind.Utc)));
        Assert.Equal("\"2020-01-02T03:04:05.000Z\"", mapped.At("originalTimestamp"));
        Assert.Equal("\"2020-01-02T03:04:06.000Z\"", mapped.At("timestamp"));
    }

    [Fact]
    public void MembersThatItAddsAreSentAsTheyAre()
    {
        var mapped = Map(message => With(With(With(message, "name", "n"), "Custom", new JsonObject { ["OrderId"] = 1 }), "traits", new JsonObject { ["EmployeeCount"] = 1 }));
        Assert.Null(mapped.Fault);
        Assert.Equal("\"n\"", mapped.At("name"));
        Assert.Equal("""{"OrderId":1}""", mapped.At("Custom"));
        Assert.Equal("""{"EmployeeCount":1}""", mapped.At("traits"));
    }

    [Fact]
    public void ADefaultThatItTookOutStaysOut()
    {
        var builder = new MapperBuilder
        {
            DefaultContext = ContextTests.Dictionary(("app", "shop")),
            DefaultIntegrations = ContextTests.Dictionary(("All", false)),
            DefaultAnonymousId = "anonymous",
            BeforeSend = message =>
            {
                message["context"]!.AsObject().Remove("app");
                message.Remove("integrations");
                message.Remove("anonymousId");
                message["userId"] = "u";
                return message;
            },
        };
        var mapped = builder.Map(log => log.ForContext("EventType", "page").ForContext("Name", "Home").Information(""));

        Assert.Null(mapped.Fault);
        Assert.Equal(["library"], mapped["context"]!.AsObject().Select(member => member.Key));
        Assert.Null(mapped.At("integrations"));
        Assert.Null(mapped.At("anonymousId"));
        Assert.Equal("""{"name":"Home"}""", mapped.At("properties"));
    }

    sealed class Throwing
    {
        readonly string _text = "from a getter";

        public int Value => throw new InvalidOperationException(_text);
    }

    [Fact]
    public void WhatMustNotBeSentIsTakenOutAndWhatMustBeIsThere()
    {
        var mapped = Map(message =>
        {
            foreach (var name in new[] { "sentAt", "request_ip", "receivedAt", "rudderId", "channel" })
                message[name] = "mine";
            message["context"] = new JsonObject { ["library"] = "mine", ["sources"] = new JsonObject(), ["ip"] = "1.2.3.4" };
            message["empty"] = new JsonObject();
            message["blank"] = "";
            message["none"] = null;
            message.Remove("originalTimestamp");
            return message;
        });

        Assert.Null(mapped.Fault);
        Assert.Equal(
            ["type", "messageId", "event", "userId", "channel", "originalTimestamp", "context", "properties", "sentAt"],
            mapped.Message.Select(member => member.Key));
        Assert.Equal("\"server\"", mapped.At("channel"));
        Assert.Equal("\"2024-05-06T07:08:09.000Z\"", mapped.At("originalTimestamp"));
        Assert.Equal(["library", "ip"], mapped["context"]!.AsObject().Select(member => member.Key));
        Assert.Equal("\"Serilog.Sinks.RudderStack\"", mapped.At("context.library.name"));
    }

    [Fact]
    public void ANewObjectGetsTheIdAndTimeOfTheOldOne()
    {
        var mapped = Map(_ => new JsonObject { ["type"] = "identify", ["userId"] = 42, ["traits"] = new JsonObject { ["a"] = 1 } }, "given-id");

        Assert.Null(mapped.Fault);
        Assert.Equal(MessageType.Identify, mapped.Type);
        Assert.Equal("\"given-id\"", mapped.At("messageId"));
        Assert.Equal("\"42\"", mapped.At("userId"));
        Assert.Equal("\"2024-05-06T07:08:09.000Z\"", mapped.At("originalTimestamp"));
    }

    [Fact]
    public void AMessageIdItSetsIsCleaned() =>
        Assert.Equal("\"x y\"", Map(message => With(message, "messageId", "\u200b x y ")).At("messageId"));

    public static TheoryData<string, string?, string> Breakages => new()
    {
        { "userId", null, "neither userId nor anonymousId" },
        { "userId", "\" \"", "neither userId nor anonymousId" },
        { "userId", "{\"a\":1}", "neither userId nor anonymousId" },
        { "event", "\"\"", "no event" },
        { "type", "\"merge\"", "one of the six types" },
        { "type", "7", "one of the six types" },
        { "type", null, "one of the six types" },
        { "integrations", "\"no\"", "integrations" },
        { "integrations", "{\"All\":\"maybe\"}", "All" },
        { "integrations", "{\"all\":false}", "All" },
        { "integrations", "{\"S3\":0}", "S3" },
    };

    [Theory]
    [MemberData(nameof(Breakages))]
    public void ItsResultIsValidated(string member, string? json, string reason)
    {
        var mapped = Map(message => With(message, member, json is null ? null : JsonNode.Parse(json)));

        Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
        Assert.Contains(reason, mapped.Fault.Description, StringComparison.Ordinal);
        StrictJson.Parse(mapped.Json);
    }

    [Fact]
    public void ItsIntegrationsAreReadAsMappingReadsThem()
    {
        var mapped = Map(message => With(message, "integrations", JsonNode.Parse("""{"All":"FALSE","S3":true,"Braze":{"a":"true"}}""")));
        Assert.Null(mapped.Fault);
        Assert.Equal("""{"All":false,"S3":true,"Braze":{"a":"true"}}""", mapped.At("integrations"));

        mapped = Map(message => With(message, "integrations", JsonNode.Parse("""{"Amplitude":null,"All":true,"S3":null}""")));
        Assert.Null(mapped.Fault);
        Assert.Equal("""{"All":true}""", mapped.At("integrations"));

        mapped = Map(message => With(message, "integrations", JsonNode.Parse("""{"Amplitude":null}""")));
        Assert.Null(mapped.Fault);
        Assert.Null(mapped.At("integrations"));
    }

    [Fact]
    public void ItsResultIsMeasured()
    {
        var mapped = Map(message => With(message, "properties", new JsonObject { ["text"] = new string('x', 40_000) }));
        Assert.Equal(DropReason.Oversize, mapped.Fault!.Reason);

        var endless = Map(message => With(message, "properties", new JsonObject { ["text"] = new string('x', 20_000_000) }));
        Assert.Equal("it has more than 131072 bytes, and the limit is 32768", endless.Fault!.Description);
    }

    [Fact]
    public void DepthBeyondWhatReadersTakeIsCut()
    {
        JsonNode node = "bottom";
        for (var i = 0; i < 100; i++)
            node = new JsonArray(node);

        var mapped = Map(message => With(message, "properties", new JsonObject { ["deep"] = node }));
        Assert.Null(mapped.Fault);
        StrictJson.Parse(mapped.Json);
    }

    [Fact]
    public void AVetoFilters()
    {
        var mapped = Map(_ => null);
        Assert.Equal(DropReason.Filtered, mapped.Fault!.Reason);
        Assert.Null(mapped.Fault.Exception);
        Assert.Equal("""{"a":1}""", mapped.At("properties"));
    }

    [Fact]
    public void AnExceptionFilters()
    {
        var exception = new InvalidOperationException("from the hook");
        var mapped = Map(message =>
        {
            message.Clear();
            throw exception;
        });
        Assert.Equal(DropReason.Filtered, mapped.Fault!.Reason);
        Assert.Same(exception, mapped.Fault.Exception);
        Assert.Equal("""{"a":1}""", mapped.At("properties"));
    }

    [Fact]
    public void AFaultyMessageDoesNotReachIt()
    {
        var calls = 0;
        var builder = new MapperBuilder
        {
            BeforeSend = message =>
            {
                calls++;
                return message;
            },
        };

        Assert.NotNull(builder.Map(log => log.ForContext("EventType", "track").Information("No id")).Fault);
        Assert.Equal(0, calls);
    }

    [Fact]
    public void OneThatLogsDoesNotMixUpMessages()
    {
        MessageMapper? inner = null;
        var innerEvent = MapperBuilder.Capture(log => log.ForContext("EventType", "page").ForContext("UserId", "inner").Information("Inner {Text}", new string('i', 5000)));
        MappedCopy? innerMapped = null;
        var builder = new MapperBuilder
        {
            BeforeSend = message =>
            {
                innerMapped = MappedCopy.Of(inner!, innerEvent, MessageType.Page);
                return message;
            },
        };
        inner = new MapperBuilder().Build();

        var outer = builder.Map(log => log.ForContext("EventType", "track").ForContext("UserId", "outer").Information("Outer {A}", 1));

        Assert.Equal("\"inner\"", innerMapped!.At("userId"));
        Assert.Equal("\"outer\"", outer.At("userId"));
        Assert.Equal("""{"a":1}""", outer.At("properties"));
    }

    [Fact]
    public void AnObjectThatItHandsOutAgainAndAgainIsNotChanged()
    {
        var shared = new JsonObject { ["type"] = "track", ["userId"] = "u", ["event"] = "e", ["sentAt"] = "x" };
        var before = shared.ToJsonString();
        var mapper = new MapperBuilder { BeforeSend = _ => shared }.Build();
        var logEvent = MapperBuilder.Capture(log => log.ForContext("EventType", "track").ForContext("UserId", "u").Information("Measured"));

        Parallel.For(0, 200, _ => Assert.Null(MappedCopy.Of(mapper, logEvent, MessageType.Track).Fault));

        Assert.Equal(before, shared.ToJsonString());
    }

    static JsonObject With(JsonObject message, string member, JsonNode? value)
    {
        message[member] = value;
        return message;
    }

    static MappedCopy Map(Func<JsonObject, JsonObject?> hook, string messageId = "m") => Values.MapByHand(
        new MapperBuilder { BeforeSend = hook },
        Values.Property("MessageId", messageId),
        Values.Property("A", 1));
}
