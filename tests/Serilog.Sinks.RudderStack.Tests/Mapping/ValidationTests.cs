namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class ValidationTests
{
    public static TheoryData<string> Types => new("identify", "track", "page", "screen", "group", "alias");

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryCallNeedsAnId(string type)
    {
        foreach (var blank in new[] { null, "", "  ", "\u200b\t" })
        {
            var mapped = Map(new MapperBuilder(), type, log => log.ForContext("UserId", blank).ForContext("AnonymousId", blank));
            Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
            Assert.StartsWith("it has neither userId nor anonymousId", mapped.Fault.Description, StringComparison.Ordinal);
            Assert.Null(mapped["userId"]);
            Assert.Null(mapped["anonymousId"]);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void EitherIdWillDoAndNoneIsInvented(string type)
    {
        var known = Map(new MapperBuilder { DefaultAnonymousId = "fixed" }, type, log => log.ForContext("UserId", "u"));
        Assert.Null(known.Fault);
        Assert.Null(known["anonymousId"]);

        var anonymous = Map(new MapperBuilder { DefaultAnonymousId = "fixed" }, type, log => log.ForContext("AnonymousId", "a").ForContext("UserId", " "));
        Assert.Null(anonymous.Fault);
        Assert.Null(anonymous["userId"]);
        Assert.Equal("\"a\"", anonymous.At("anonymousId"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void TheDefaultAnonymousIdServesEventsWithoutIdsButNeverAlias(string type)
    {
        var mapped = Map(new MapperBuilder { DefaultAnonymousId = "fixed" }, type, log => log);
        Assert.Equal(type == "alias", mapped.Fault is not null);
        Assert.Equal(type == "alias" ? null : "\"fixed\"", mapped.At("anonymousId"));
    }

    [Theory]
    [InlineData("group", "GroupId", "groupId")]
    [InlineData("alias", "PreviousId", "previousId")]
    [InlineData("track", "Event", "event")]
    public void SomeCallsNeedMore(string type, string property, string member)
    {
        foreach (var blank in new[] { null, "", "\u2800 " })
        {
            var mapped = new MapperBuilder().Map(log => log.ForContext("EventType", type).ForContext("UserId", "u").ForContext(property, blank).Information("{Hole}", 1));
            Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
            Assert.StartsWith($"it has no {member}, which {type} requires; give it one, for example with ", mapped.Fault.Description, StringComparison.Ordinal);
            Assert.Contains($"ForContext(\"{property}\", ...)", mapped.Fault.Description, StringComparison.Ordinal);
            Assert.Null(mapped[member]);
        }
    }

    [Fact]
    public void UsersAreDistinguishedByTheirIdHoweverItWasGiven()
    {
        int Hash(Func<ILogger, ILogger> enrich) => Map(new MapperBuilder(), "track", enrich).UserHash;

        Assert.Equal(Hash(log => log.ForContext("UserId", 42)), Hash(log => log.ForContext("UserId", "42").ForContext("AnonymousId", "a")));
        Assert.Equal(Hash(log => log.ForContext("AnonymousId", "a")), Hash(log => log.ForContext("AnonymousId", "a").ForContext("UserId", "")));
        Assert.NotEqual(Hash(log => log.ForContext("UserId", "u1")), Hash(log => log.ForContext("UserId", "u2")));
        Assert.NotEqual(Hash(log => log.ForContext("UserId", "u1").ForContext("AnonymousId", "a")), Hash(log => log.ForContext("AnonymousId", "a")));
    }

    [Fact]
    public void AFaultyMessageIsStillAWholeMessage()
    {
        var mapped = Map(new MapperBuilder(), "track", log => log);
        Assert.Equal(["type", "messageId", "event", "channel", "originalTimestamp", "context", "properties", "sentAt"], mapped.Message.Select(member => member.Key));
    }

    static MappedCopy Map(MapperBuilder builder, string type, Func<ILogger, ILogger> enrich) => builder.Map(log =>
    {
        log = log.ForContext("EventType", type).ForContext("A", 1);
        if (type is "group" or "alias")
            log = log.ForContext(type == "group" ? "GroupId" : "PreviousId", "1");
        enrich(log).Information("Measured");
    });
}
