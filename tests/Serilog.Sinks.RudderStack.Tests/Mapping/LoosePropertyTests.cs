namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class LoosePropertyTests
{
    [Theory]
    [InlineData("track", "properties")]
    [InlineData("page", "properties")]
    [InlineData("screen", "properties")]
    [InlineData("identify", "traits")]
    [InlineData("group", "traits")]
    [InlineData("alias", "traits")]
    public void TheyBecomePropertiesOrTraits(string type, string member)
    {
        var mapped = new MapperBuilder().Map(log => log
            .ForContext("EventType", type).ForContext("UserId", "u").ForContext("GroupId", "g").ForContext("PreviousId", "p")
            .ForContext("Colour", "red").Information("{Plan}", "free"));

        Assert.Equal("\"free\"", mapped.At(member + ".plan"));
        Assert.Equal("\"red\"", mapped.At(member + ".colour"));
    }

    [Fact]
    public void DeniedOnesAreNotSentIgnoringCase() =>
        Assert.Equal("""{"plan":"free"}""", Map(new MapperBuilder(), log => log.ForContext("SourceContext", "s").ForContext("requestid", "r").Information("Bought {Plan}", "free")));

    [Fact]
    public void ADeniedOneThatIsAHoleIsSent() =>
        Assert.Equal("""{"request_id":7}""", Map(new MapperBuilder(), log => log.ForContext("SourceContext", "s").Information("Bought {RequestId}", 7)));

    [Fact]
    public void OnlyHolesAreSentOnRequest() =>
        Assert.Equal(
            """{"plan":"free","request_id":7}""",
            Map(new MapperBuilder { LooseProperties = LooseProperties.MessageTemplate }, log => log.ForContext("Colour", "red").Information("Bought {Plan} {RequestId}", "free", 7)));

    [Fact]
    public void NoneIsSentOnRequestButWhatIsExplicit() =>
        Assert.Equal(
            """{"a":1}""",
            Map(new MapperBuilder { LooseProperties = LooseProperties.None }, log => log.ForContext("Properties", new { A = 1 }, true).Information("Bought {Plan}", "free")));

    [Fact]
    public void OnlyAllowedOnesAreSentOnRequest() =>
        Assert.Equal(
            """{"plan":"free","colour":"red"}""",
            Map(new MapperBuilder { Allowed = ["plan", "COLOUR"] }, log => log.ForContext("Colour", "red").ForContext("Size", 1).Information("Bought {Plan} {Price}", "free", 2)));

    [Fact]
    public void EmptyPropertiesAreOmitted() => Assert.Null(Map(new MapperBuilder(), log => log.ForContext("Properties", new { }, true).Information("Bought")));

    [Fact]
    public void NullAndEmptyValuesAreSentAsTheyAre() =>
        Assert.Equal("""{"a":null,"b":""}""", Map(new MapperBuilder(), log => log.Information("Bought {A} {B}", null, "")));

    [Fact]
    public void ANameOfDataIsSentAsItIs() =>
        Assert.Equal("""{"Some.Dotted Name\"":1}""", Map(new MapperBuilder(), log => log.ForContext("Some.Dotted Name\"", 1).Information("Bought")));

    static string? Map(MapperBuilder builder, Action<ILogger> log) =>
        builder.Map(logger => log(logger.ForContext("EventType", "track").ForContext("UserId", "u"))).At("properties");
}
