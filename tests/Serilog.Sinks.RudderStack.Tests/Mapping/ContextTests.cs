using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class ContextTests
{
    static readonly DictionaryValue Default = Dictionary(
        ("app", Dictionary(("name", "shop"), ("version", "1"))),
        ("locale", "de-DE"),
        ("library", "mine"),
        ("sources", Dictionary(("job_run_id", "x"))),
        ("traits", Dictionary(("plan", "free"), ("address", Dictionary(("city", "Bonn"), ("country", "DE"))))));

    static readonly string LibraryJson = $$"""{"name":"Serilog.Sinks.RudderStack","version":"{{Library.Version}}"}""";

    [Fact]
    public void TheDefaultContextIsSentButForWhatIsOursOrTheServers() =>
        Assert.Equal(
            $$$$"""{"library":{{{{LibraryJson}}}},"app":{"name":"shop","version":"1"},"locale":"de-DE","traits":{"plan":"free","address":{"city":"Bonn","country":"DE"}}}""",
            Track(log => log).At("context"));

    [Fact]
    public void TheEventsContextIsMergedOverTheDefaultAtEveryDepth()
    {
        var mapped = Track(log => log.ForContext(
            "Context",
            new { App = new { Version = "2", Build = 7 }, Locale = "en-GB", Ip = "1.2.3.4", Library = "no", Sources = new { JobRunId = 1 } },
            destructureObjects: true));

        Assert.Equal("""{"name":"shop","version":"2","build":7}""", mapped.At("context.app"));
        Assert.Equal("\"en-GB\"", mapped.At("context.locale"));
        Assert.Equal("\"1.2.3.4\"", mapped.At("context.ip"));
        Assert.Equal(LibraryJson, mapped.At("context.library"));
        Assert.Null(mapped.At("context.sources"));
    }

    [Fact]
    public void TraitsAreMergedOverTheContextsTraits()
    {
        var mapped = Track(log => log
            .ForContext("Context", new { Traits = new { Plan = "basic", Age = 7, Address = new { City = "Kiel" } } }, destructureObjects: true)
            .ForContext("Traits", new { Plan = "paid", Address = new { Street = "Weg" } }, destructureObjects: true));

        Assert.Equal("""{"plan":"paid","address":{"city":"Kiel","country":"DE","street":"Weg"},"age":7}""", mapped.At("context.traits"));
    }

    [Fact]
    public void WhatIsNoObjectIsReplacedNotMerged()
    {
        Assert.Equal("7", Track(log => log.ForContext("Context", new { App = 7 }, true)).At("context.app"));
        Assert.Equal("""{"a":1}""", Track(log => log.ForContext("Context", new { Locale = new { A = 1 } }, true)).At("context.locale"));
        Assert.Equal("[1]", Track(log => log.ForContext("Context", new { App = new[] { 1 } }, true)).At("context.app"));
        Assert.Equal("null", Track(log => log.ForContext("Context", new { App = (string?)null }, true)).At("context.app"));
    }

    [Fact]
    public void EqualNamesWithinTheEventsContextAreStillMergedOverTheDefault()
    {
        foreach (var names in new[] { new[] { "App", "app" }, ["app", "App"] })
        {
            var own = new StructureValue(names.Select(name => new LogEventProperty(name, new StructureValue([Values.Property("Spelled", name)]))));
            var mapped = Values.MapByHand(new MapperBuilder { DefaultContext = Default }, new LogEventProperty("Context", own));
            Assert.Equal("""{"name":"shop","version":"1","spelled":"app"}""", mapped.At("context.app"));
        }
    }

    [Fact]
    public void IdentifyCopiesItsTraitsToTheContextOnRequest()
    {
        void Log(ILogger log) => log.ForContext("EventType", "identify").ForContext("UserId", "u")
            .ForContext("Traits", new { Plan = "paid", Inner = new { A = 1 } }, destructureObjects: true).Information("{FirstName} {@Inner}", "A", new { B = 2 });

        var copied = new MapperBuilder { CopyTraitsToContext = true, DefaultContext = Dictionary(("traits", Dictionary(("plan", "free"), ("age", 7)))) }.Map(Log);
        Assert.Equal("""{"firstName":"A","inner":{"a":1},"plan":"paid"}""", copied.At("traits"));
        Assert.Equal("""{"plan":"paid","age":7,"firstName":"A","inner":{"a":1}}""", copied.At("context.traits"));

        Assert.Null(MapperBuilder.MapOne(Log).At("context.traits"));
    }

    [Fact]
    public void IdentifyWithoutTraitsCopiesNothing() =>
        Assert.Null(new MapperBuilder { CopyTraitsToContext = true }.Map(log => log.ForContext("EventType", "identify").ForContext("UserId", "u").Information("")).At("context.traits"));

    [Fact]
    public void TraitsOfAGroupAreNeverCopied()
    {
        var mapped = new MapperBuilder { CopyTraitsToContext = true }.Map(log => log
            .ForContext("EventType", "group").ForContext("UserId", "u").ForContext("GroupId", "g").ForContext("Traits", new { Plan = "paid" }, true).Information(""));
        Assert.Equal("""{"plan":"paid"}""", mapped.At("traits"));
        Assert.Null(mapped.At("context.traits"));
    }

    internal static DictionaryValue Dictionary(params (string Key, object Value)[] entries) => new(entries.Select(entry =>
        new KeyValuePair<ScalarValue, LogEventPropertyValue>(new(entry.Key), entry.Value as LogEventPropertyValue ?? new ScalarValue(entry.Value))));

    static MappedCopy Track(Func<ILogger, ILogger> enrich) =>
        new MapperBuilder { DefaultContext = Default }.Map(log => enrich(log.ForContext("EventType", "track").ForContext("UserId", "u")).Information("Measured"));
}
