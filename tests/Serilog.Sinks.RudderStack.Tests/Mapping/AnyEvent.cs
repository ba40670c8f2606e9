using System.Text;
using CsCheck;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>Whatever the properties hold, an event becomes one valid JSON message.</summary>
public class AnyEvent
{
    static readonly MessageTemplate Template = new MessageTemplateParser().Parse("Order {OrderId} of {SourceContext}");

    static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.Char.Array[0, 20].Select(chars => new string(chars)),
        Gen.Char["\"\\\u0000\u001f\u007f \u00a0é订\ud83d\ude00\ud800\udc00\ufffe"].Array[0, 20].Select(chars => new string(chars)));

    static readonly Gen<string> Name = Gen.OneOf(
        Gen.OneOfConst("OrderId", "order_id", "orderId", "ORDER_ID", "Library", "library", "sources", "All", "Key", "Value", "Id", "Name", "App", "traits", "Traits"),
        Text.Where(text => !string.IsNullOrWhiteSpace(text)));

    static readonly Gen<string> PropertyName = Gen.OneOf(
        Gen.OneOfConst(
            "UserId", "userid", "AnonymousId", "Event", "EventName", "EventId", "Name", "NAME", "Category", "GroupId",
            "PreviousId", "Traits", "traits", "Properties", "Context", "context", "Integrations", "MessageId", "Timestamp", "SourceContext"),
        Name);

    static readonly Gen<LogEventPropertyValue> Scalar = Gen.OneOf<object?>(
        Gen.Const((object?)null),
        Text.Select(text => (object?)text),
        Gen.Bool.Select(value => (object?)value),
        Gen.Int.Select(value => (object?)value),
        Gen.Long.Select(value => (object?)value),
        Gen.ULong.Select(value => (object?)value),
        Gen.Double.Select(value => (object?)value),
        Gen.Single.Select(value => (object?)value),
        Gen.Decimal.Select(value => (object?)value),
        Gen.DateTime.Select(value => (object?)value),
        Gen.DateTimeOffset.Select(value => (object?)value),
        Gen.TimeSpan.Select(value => (object?)value),
        Gen.Guid.Select(value => (object?)value),
        Gen.OneOfConst<object?>(double.NaN, float.PositiveInfinity, DayOfWeek.Monday, "true", "false", "2024-05-06T07:08:09Z", 'c', '\ud800'))
        .Select(value => (LogEventPropertyValue)new ScalarValue(value));

    static readonly Gen<LogEventPropertyValue> Value = Gen.Recursive<LogEventPropertyValue>((depth, inner) => depth >= 4
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, inner.Array[0, 4].Select(items => (LogEventPropertyValue)new SequenceValue(items))),
            (2, Gen.Select(Name, inner).Array[0, 5].Select(members => (LogEventPropertyValue)new StructureValue(
                members.Select(member => new LogEventProperty(member.Item1, member.Item2))))),
            (2, Gen.Select(Scalar, inner).Array[0, 5].Select(entries => (LogEventPropertyValue)new DictionaryValue(
                entries.GroupBy(entry => (ScalarValue)entry.Item1).Select(group => new KeyValuePair<ScalarValue, LogEventPropertyValue>(group.Key, group.First().Item2))))),
            (1, Gen.Select(Scalar, inner).Array[1, 4].Select(pairs => (LogEventPropertyValue)new SequenceValue(
                pairs.Select(pair => new StructureValue([new("Key", pair.Item1), new("Value", pair.Item2)])))))));

    static readonly Gen<LogEvent> Event = Gen.Select(PropertyName, Value).Array[0, 12].Select(properties =>
    {
        var logEvent = new LogEvent(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), LogEventLevel.Information, null, Template, []);
        foreach (var (name, value) in properties)
            logEvent.AddOrUpdateProperty(new LogEventProperty(name, value));
        return logEvent;
    });

    [Theory]
    [InlineData(PropertyNaming.RudderStackSpec, false)]
    [InlineData(PropertyNaming.CamelCase, false)]
    [InlineData(PropertyNaming.SnakeCase, false)]
    [InlineData(PropertyNaming.AsIs, false)]
    [InlineData(PropertyNaming.RudderStackSpec, true)]
    public void GivesOneValidMessage(PropertyNaming naming, bool edited)
    {
        var mapper = new MapperBuilder
        {
            PropertyNaming = naming,
            CopyTraitsToContext = true,
            DefaultAnonymousId = "default",
            DefaultContext = ContextTests.Dictionary(("app", ContextTests.Dictionary(("name", "shop"))), ("traits", ContextTests.Dictionary(("orderId", 1)))),
            DefaultIntegrations = ContextTests.Dictionary(("All", true)),
            MaxMessageBytes = 400_000,
            BeforeSend = edited ? message => message : null,
        }.Build();

        Gen.Select(Event, Gen.Enum<MessageType>()).Sample(
            (logEvent, type) => AssertIsMessage(MappedCopy.Of(mapper, logEvent, type)),
            iter: 2000);
    }

    static void AssertIsMessage(MappedCopy mapped)
    {
        Assert.DoesNotContain('\0', mapped.Json);
        var members = mapped.Message.Select(member => member.Key).ToArray();
        Assert.Equal("type", members[0]);
        Assert.Equal("messageId", members[1]);
        Assert.Equal("sentAt", members[^1]);
        Assert.EndsWith(Encoding.UTF8.GetString(SentAt.Tail), mapped.Json, StringComparison.Ordinal);
        Assert.Equal("\"server\"", mapped.At("channel"));
        Assert.Equal("\"Serilog.Sinks.RudderStack\"", mapped.At("context.library.name"));
        Assert.Null(mapped.At("context.sources"));
        foreach (var forbidden in new[] { "request_ip", "receivedAt", "rudderId" })
            Assert.DoesNotContain(forbidden, members);
        if (mapped.Fault is { } fault)
            Assert.Equal(DropReason.Invalid, fault.Reason);
        if (mapped.Fault?.Exception is { } exception)
            throw new InvalidOperationException("Mapping threw.", exception);
    }
}
