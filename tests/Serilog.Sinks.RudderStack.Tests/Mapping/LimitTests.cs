using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>The deepest nesting, the largest number of members, the longest name: below the limit, at it, above it.</summary>
[Collection(nameof(SelfLogTests))]
public class LimitTests
{
    // Levels that fit under a member of properties, traits or context: the message and that object take two of 64.
    const int Levels = 62;
    const int MemberLimit = 32_768 / 3;
    const int LongestNameKept = 256;
    const int LongestTemplateKept = 1024;

    [Theory]
    [InlineData(Levels - 1, true)]
    [InlineData(Levels, true)]
    [InlineData(Levels + 1, false)]
    [InlineData(200, false)]
    public void NestingUpToTheLimitIsSentAndWhatIsDeeperIsLeftOut(int levels, bool fits)
    {
        foreach (var isArray in new[] { false, true })
        {
            foreach (var property in new[] { "Value", "Context", "Traits", "Properties" })
            {
                // Traits of a track event lie in the context, one level deeper.
                var nested = Nested(property == "Traits" ? levels - 1 : levels, isArray);
                var value = property == "Value" ? nested : ContextTests.Dictionary(("value", nested), ("sibling", 1));
                MappedCopy? mapped = null;
                var reported = SelfLogTests.Record(() => mapped = Values.MapByHand(null, new LogEventProperty(property, value)));

                Assert.Null(mapped!.Fault);
                StrictJson.Parse(mapped.Json);
                Assert.Equal(fits, mapped.Json.Contains("bottom", StringComparison.Ordinal));
                Assert.Equal(fits ? 0 : 1, reported.Count);
                if (property != "Value")
                    Assert.Contains("\"sibling\":1", mapped.Json, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AMemberIsLeftOutAndAnElementIsNull()
    {
        Assert.EndsWith("""{"a":{}}""" + new string('}', Levels - 2), Values.MapByHand(Nested(Levels + 1, isArray: false)).At("properties.value"), StringComparison.Ordinal);
        Assert.EndsWith("[[null]]" + new string(']', Levels - 2), Values.MapByHand(Nested(Levels + 1, isArray: true)).At("properties.value"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReportHasTheEventsNameAndThePathAndComesOnceForAShape()
    {
        var mapper = new MapperBuilder().Build();
        var deep = ContextTests.Dictionary(("list", new SequenceValue([new ScalarValue(1), ContextTests.Dictionary(("wide", 1), ("deep", Nested(70, isArray: false)))])), ("later", Nested(70, isArray: false)));
        var reported = SelfLogTests.Record(() =>
        {
            foreach (var (name, value) in new[] { ("First", deep), ("First", deep), ("Second", deep), ("First", ContextTests.Dictionary(("other", Nested(70, isArray: true)))) })
            {
                var logEvent = MapperBuilder.Capture(log => log.ForContext("UserId", "u").ForContext("Event", name).Information("Measured"));
                logEvent.AddOrUpdateProperty(new LogEventProperty("MyOrder", value));
                Assert.Null(MappedCopy.Of(mapper, logEvent, MessageType.Track).Fault);
            }
        });

        Assert.Equal(3, reported.Count);
        Assert.Contains("track \"First\" is nested deeper than 64 levels at properties.my_order.list.[].deep.a.a.", reported[0], StringComparison.Ordinal);
        Assert.Contains("track \"Second\"", reported[1], StringComparison.Ordinal);
        Assert.Contains("properties.my_order.other.[].[].", reported[2], StringComparison.Ordinal);
        Assert.All(reported, line => Assert.DoesNotContain("bottom", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(70, "is nested deeper than 64 levels at properties.")]
    [InlineData(1, "MyOrder.read.a.a.a.a.a.a.a.a is nested too deep")]
    public void DepthIsReportedOnceForAnEventAndMarksBesideIt(int levels, string expected)
    {
        LogEventPropertyValue cut = new StructureValue([new LogEventProperty("end", ScalarValue.Null)]);
        for (var i = 0; i < 8; i++)
            cut = ContextTests.Dictionary(("a", cut));
        var logEvent = MapperBuilder.Capture(log => log.ForContext("UserId", "u").ForContext("Event", "First").Information("Measured"));
        logEvent.AddOrUpdateProperty(new LogEventProperty("MyOrder", ContextTests.Dictionary(("read", cut), ("job", Mark.LeftOut("Some.Task", "a Some.Task is no data")), ("deep", Nested(levels, isArray: false)))));

        var reported = SelfLogTests.Record(() => Assert.Null(MappedCopy.Of(new MapperBuilder().Build(), logEvent, MessageType.Track).Fault));
        Assert.Equal(2, reported.Count);
        Assert.Single(reported, line => line.Contains("MyOrder.job is left out; a Some.Task is no data", StringComparison.Ordinal));
        Assert.Single(reported, line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void ReportsAreBoundedInNumberAndLengthAndStayOnOneLine()
    {
        var mapper = new MapperBuilder().Build();
        var reported = SelfLogTests.Record(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                var logEvent = MapperBuilder.Capture(log => log.ForContext("UserId", "u").Information("Measured"));
                logEvent.AddOrUpdateProperty(new LogEventProperty("Value", ContextTests.Dictionary(($"{i}\r\n" + new string('x', 1000), Nested(70, isArray: true)))));
                MappedCopy.Of(mapper, logEvent, MessageType.Track);
            }
        });

        Assert.Equal(64, reported.Count);
        Assert.All(reported, line => Assert.True(line.Length < 600 && !line.TrimEnd().Contains('\n', StringComparison.Ordinal)));
    }

    [Fact]
    public void ReportsOfWhatIsLeftOutAreBoundedInLengthAndStayOnOneLine()
    {
        var reported = SelfLogTests.Record(() => MapperBuilder.MapOne(log => log.Track(
            "u", "First\r\nSecond", new Dictionary<string, object?> { ["a\r\n" + new string('x', 1000)] = Task.CompletedTask, ["Fault"] = new InvalidOperationException("secret") })));

        Assert.Equal(2, reported.Count);
        Assert.All(reported, line => Assert.True(line.Length < 600 && !line.TrimEnd().Contains('\n', StringComparison.Ordinal), line));
        Assert.Contains(reported, static line => line.Contains("track \"First Second\"", StringComparison.Ordinal) && line.Contains("Properties.a xxx", StringComparison.Ordinal));
        Assert.Contains(reported, static line => line.Contains(
            "Properties.Fault.StackTrace is left out; of a System.InvalidOperationException only type and message are read", StringComparison.Ordinal));
        Assert.All(reported, static line => Assert.DoesNotContain("secret", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Levels, true)]
    [InlineData(Levels + 1, false)]
    [InlineData(5_000, false)]
    public void WhatBeforeSendReturnsHasTheSameLimit(int levels, bool fits)
    {
        MappedCopy? mapped = null;
        var reported = SelfLogTests.Record(() => mapped = Values.MapByHand(new MapperBuilder
        {
            BeforeSend = message =>
            {
                JsonNode nested = "bottom";
                for (var i = 0; i < levels; i++)
                    nested = i % 2 == 0 ? new JsonArray(nested) : new JsonObject { ["a"] = nested };
                message["properties"] = new JsonObject { ["deep"] = nested, ["sibling"] = 1 };
                return message;
            },
        }));

        Assert.Null(mapped!.Fault);
        StrictJson.Parse(mapped.Json);
        Assert.Equal(fits, mapped.Json.Contains("bottom", StringComparison.Ordinal));
        Assert.Equal("1", mapped.At("properties.sibling"));
        Assert.Equal(fits ? 0 : 1, reported.Count(line => line.Contains("track \"Measured\" is nested deeper than 64 levels at properties.deep.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(MemberLimit - 1, "it has ")]
    [InlineData(MemberLimit, "it has ")]
    [InlineData(MemberLimit + 1, "one of its objects has more than 10922 members")]
    [InlineData(1_000_000, "one of its objects has more than 10922 members")]
    public void MoreMembersThanCanFitAreNotGathered(int members, string description)
    {
        var value = new StructureValue(Enumerable.Range(0, members).Select(i => new LogEventProperty("P" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), new ScalarValue(true))).ToArray());
        foreach (var property in new[] { "Value", "Context", "Traits", "Properties", "Integrations" })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var mapped = Values.MapByHand(null, new LogEventProperty(property, value));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(DropReason.Oversize, mapped.Fault!.Reason);
            Assert.StartsWith(description, mapped.Fault.Description, StringComparison.Ordinal);
            Assert.Equal("\"Measured\"", mapped.At("event"));

            // However many there are: the names are spelled anew, since there are more than are remembered.
            Assert.InRange(allocated, 0, 60_000_000);
        }
    }

    [Fact]
    public void AsManyMembersAsFitAreSent()
    {
        var builder = new MapperBuilder { MaxMessageBytes = 4_000_000 };
        var mapped = Values.MapByHand(ContextTests.Dictionary(Enumerable.Range(0, 100_000).Select(i => ("k" + i, (object)i)).ToArray()), builder);

        Assert.Null(mapped.Fault);
        Assert.Equal(100_000, mapped["properties"]!["value"]!.AsObject().Count);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void WhatIsWrittenOnceAndKeptIsWhole(int length)
    {
        var text = new string('x', length);
        var builder = new MapperBuilder { MaxMessageBytes = 4_000_000, DefaultContext = ContextTests.Dictionary(("text", text)) };
        var mapped = builder.Map(log => log.ForContext("EventType", "track").ForContext("UserId", "u").ForContext("n" + text, 1).Information("Measured"));

        Assert.Null(mapped.Fault);
        Assert.Equal($"\"{text}\"", mapped.At("context.text"));
        Assert.Equal("1", mapped.At("properties.n" + text));
    }

    [Fact]
    public void AMessageBeyondALimitLeavesTheNextOneAlone()
    {
        Assert.NotNull(Values.MapByHand(ContextTests.Dictionary(Enumerable.Range(0, 20_000).Select(i => ("k" + i, (object)i)).ToArray())).Fault);
        Values.MapByHand(Nested(100, isArray: true));

        MappedCopy? mapped = null;
        Assert.Empty(SelfLogTests.Record(() => mapped = MapperBuilder.MapOne(Workload.Log)));
        Assert.Null(mapped!.Fault);
    }

    [Theory]
    [InlineData(LongestNameKept - 1, true)]
    [InlineData(LongestNameKept, true)]
    [InlineData(LongestNameKept + 1, false)]
    [InlineData(20_000, false)]
    public void LongNamesAreWrittenButNotKept(int length, bool isKept)
    {
        var mapper = new MapperBuilder().Build();
        var name = MapName(mapper, length);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(isKept, name.IsAlive);
        GC.KeepAlive(mapper);
    }

    [Theory]
    [InlineData(LongestTemplateKept - 1, true)]
    [InlineData(LongestTemplateKept, true)]
    [InlineData(LongestTemplateKept + 1, false)]
    public void LongTemplatesNameEventsButAreNotKept(int length, bool isKept)
    {
        var mapper = new MapperBuilder().Build();
        var template = MapTemplate(mapper, length);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(isKept, template.IsAlive);
        GC.KeepAlive(mapper);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference MapName(MessageMapper mapper, int length)
    {
        var name = "N" + new string('x', length - 1);
        var logEvent = MapperBuilder.Capture(log => log.ForContext("UserId", "u").ForContext(name, 1).Information("Measured"));
        Assert.Equal("1", MappedCopy.Of(mapper, logEvent, MessageType.Track).At("properties.n" + name[1..]));
        return new WeakReference(name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference MapTemplate(MessageMapper mapper, int length)
    {
        var text = new string('x', length);
        var template = new Serilog.Parsing.MessageTemplateParser().Parse(text);
        var logEvent = new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, template, [Values.Property("UserId", "u")]);
        Assert.Equal($"\"{text}\"", MappedCopy.Of(mapper, logEvent, MessageType.Track).At("event"));
        return new WeakReference(template);
    }

    static LogEventPropertyValue Nested(int levels, bool isArray)
    {
        LogEventPropertyValue value = new ScalarValue("bottom");
        for (var i = 0; i < levels; i++)
            value = isArray ? new SequenceValue([value]) : ContextTests.Dictionary(("a", value));
        return value;
    }
}
