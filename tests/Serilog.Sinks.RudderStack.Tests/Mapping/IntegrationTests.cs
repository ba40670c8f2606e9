using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class IntegrationTests
{
    [Fact]
    public void TheEventsAreMergedOverTheDefaultDestinationByDestination()
    {
        var builder = new MapperBuilder
        {
            DefaultIntegrations = ContextTests.Dictionary(("All", false), ("Google Analytics 4 (GA4)", true), ("Braze", ContextTests.Dictionary(("appId", 1), ("OldOption", 2)))),
        };

        Assert.Equal(
            """{"All":false,"Google Analytics 4 (GA4)":true,"Braze":{"appId":1,"OldOption":2}}""",
            Map(builder, null).At("integrations"));
        Assert.Equal(
            """{"All":true,"Google Analytics 4 (GA4)":true,"Braze":{"NewOption":{"Inner":3}},"Kafka":false}""",
            Map(builder, new { All = true, Braze = new { NewOption = new { Inner = 3 } }, Kafka = false }).At("integrations"));
    }

    [Fact]
    public void NothingIsRenamed() =>
        Assert.Equal("""{"MyDestination":{"SomeOption":1}}""", Map(new MapperBuilder(), new { MyDestination = new { SomeOption = 1 } }).At("integrations"));

    [Theory]
    [InlineData("true", "true")]
    [InlineData(" FALSE\t", "false")]
    [InlineData("True", "true")]
    public void TextBecomesASwitch(string text, string json)
    {
        var mapped = Map(new MapperBuilder(), new Dictionary<string, object> { ["All"] = text, ["S3"] = text });
        Assert.Null(mapped.Fault);
        Assert.Equal($$"""{"All":{{json}},"S3":{{json}}}""", mapped.At("integrations"));
    }

    public static TheoryData<string, object?> Misread => new()
    {
        { "All", "yes" },
        { "All", 1 },
        { "All", new Dictionary<string, object> { ["a"] = 1 } },
        { "all", false },
        { "ALL", "true" },
        { "S3", "yes" },
        { "S3", 0 },
        { "S3", new[] { true } },
    };

    [Theory]
    [MemberData(nameof(Misread))]
    public void WhatTheServerWouldMisreadIsInvalid(string destination, object? value)
    {
        var mapped = Map(new MapperBuilder(), new Dictionary<string, object?> { ["Other"] = true, [destination] = value });

        Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
        Assert.Contains(destination == "S3" ? "S3" : "All", mapped.Fault.Description, StringComparison.Ordinal);
        StrictJson.Parse(mapped.Json);
    }

    [Theory]
    [InlineData("All")]
    [InlineData("all")]
    [InlineData("S3")]
    public void ADestinationThatIsNullIsAbsent(string destination)
    {
        var builder = new MapperBuilder { DefaultIntegrations = ContextTests.Dictionary(("All", false), ("S3", ContextTests.Dictionary(("a", 1)))) };
        foreach (var nothing in new[] { new ScalarValue(null), new ScalarValue(DBNull.Value) })
        {
            var own = new LogEventProperty("Integrations", ContextTests.Dictionary(("Other", true), (destination, nothing)));
            Assert.Equal("""{"Other":true}""", Values.MapByHand(null, own).At("integrations"));
            Assert.Equal("""{"All":false,"S3":{"a":1},"Other":true}""", Values.MapByHand(builder, own).At("integrations"));

            var alone = Values.MapByHand(null, new LogEventProperty("Integrations", ContextTests.Dictionary((destination, nothing))));
            Assert.Null(alone.Fault);
            Assert.Null(alone.At("integrations"));
        }
    }

    [Fact]
    public void ANullInADestinationsOptionsIsKept() =>
        Assert.Equal("""{"S3":{"a":null}}""", Map(new MapperBuilder(), new { S3 = new { a = (object?)null } }).At("integrations"));

    [Fact]
    public void IntegrationsThatAreNoObjectAreInvalid()
    {
        foreach (var value in new object[] { "{ All = false }", 7, new[] { "S3" } })
        {
            var mapped = Map(new MapperBuilder(), value);
            Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
            Assert.DoesNotContain("S3", mapped.Fault.Description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EmptyIntegrationsAreOmitted() => Assert.Null(Map(new MapperBuilder(), new { }).At("integrations"));

    [Fact]
    public void AnEmptySequenceIsAnEmptyDictionary()
    {
        var mapped = Values.MapByHand(null, new LogEventProperty("Integrations", new SequenceValue([])));
        Assert.Null(mapped.Fault);
        Assert.Null(mapped.At("integrations"));
    }

    static MappedCopy Map(MapperBuilder builder, object? integrations) => builder.Map(log =>
    {
        log = log.ForContext("EventType", "track").ForContext("UserId", "u");
        (integrations is null ? log : log.ForContext("Integrations", integrations, destructureObjects: true)).Information("Measured");
    });
}
