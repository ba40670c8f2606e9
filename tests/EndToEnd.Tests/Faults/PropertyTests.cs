using System.Collections;
using System.Text.Json;
using EndToEnd.Tests.Faults.Support;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults;

/// <summary>Values whose own code throws, or that cannot be read any more: the event survives, and so do its neighbours.</summary>
[Collection(nameof(OneAtATime))]
public class PropertyTests
{
    // The events whose whole argument is the value.
    static readonly string[] ArgumentsAlone = ["user#0000003", "user#0000004", "user#0000006"];

    public static TheoryData<string, Func<object>> Values => new()
    {
        { "ToString", () => new ThrowingValue() },
        { "getter", () => new { Good = 1, Bad = new ThrowingValue() } },
        { "enumerator", () => Throwing() },
        { "dictionary", () => new Dictionary<string, object?> { ["Bad"] = new ThrowingValue(), ["Good"] = 1 } },
        { "sequence of throwing values", () => new object[] { new ThrowingValue(), 1 } },
        { "disposed JSON", () => DisposedJson() },
        { "relative URI", () => new Uri("/path", UriKind.Relative) },
        { "exception", () => new ThrowingException() },
        { "delegate", () => new Action(() => throw new InvalidTimeZoneException()) },
        { "cycle", () => Cycle() },
        { "lone surrogate", () => "\ud800" },
        { "not a number", () => double.NaN },
        { "earliest time", () => DateTimeOffset.MinValue },
        { "latest time", () => DateTime.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task AValueThatThrowsCostsNoEvent(string name, Func<object> value)
    {
        await using var sink = await SinkUnderTest.StartAsync();
        sink.Log(1);

        // Serilog's ForContext throws at the caller; the typed calls and templates do not.
        sink.Log(1, properties: new { Before = 1, Bad = value(), After = 2 });
        sink.Log(1, properties: value());
        sink.Logger.Identify("user", traits: value(), context: value(), messageId: sink.NewId());
        sink.Logger.ForContext("EventType", "track").Information("Order Completed {UserId} {MessageId} {Bad} {@BadObject}", "user", sink.NewId(), value(), value());
        sink.Logger.Track("user", "Order Completed", integrations: value(), messageId: sink.NewId());
        sink.Log(1);

        var statistics = await sink.SettleAsync();

        // An argument that must be an object and cannot be drops its event by design; nothing else is dropped.
        Assert.True(statistics.Delivered >= 4, $"\"{name}\" cost an event: {string.Join(" ", sink.SelfLogLines)}");
        Assert.All(sink.Dropped, message =>
        {
            Assert.Equal(DropReason.Invalid, message.Reason);
            Assert.Contains(message.MessageId, ArgumentsAlone);
        });
    }

    public static TheoryData<string, LogEventPropertyValue> PropertyValues => new()
    {
        { "of a kind of its own", new ThrowingPropertyValue() },
        { "scalar", new ScalarValue(new ThrowingValue()) },
        { "scalar that cannot be formatted", new ScalarValue(new ThrowingFormattable()) },
        { "in a sequence", new SequenceValue([new ScalarValue(1), new ThrowingPropertyValue()]) },
        { "in a structure", new StructureValue([new LogEventProperty("Bad", new ThrowingPropertyValue()), new LogEventProperty("Good", new ScalarValue(1))]) },
        { "in a dictionary", new DictionaryValue([KeyValuePair.Create(new ScalarValue("Bad"), (LogEventPropertyValue)new ThrowingPropertyValue())]) },
        { "as a key", new DictionaryValue([KeyValuePair.Create(new ScalarValue(new ThrowingValue()), (LogEventPropertyValue)new ScalarValue(1))]) },
        { "disposed JSON", new ScalarValue(DisposedJson()) },
    };

    [Theory]
    [MemberData(nameof(PropertyValues))]
    public async Task APropertyThatThrowsInItsOwnCodeCostsNoEvent(string name, LogEventPropertyValue value)
    {
        await using var sink = await SinkUnderTest.StartAsync();
        sink.Log(1);
        foreach (var property in new[] { "Loose", "Properties", "Traits", "Context", "Category", "Timestamp", "AnonymousId", "Event" })
        {
            sink.Logger.ForContext("EventType", "track").ForContext("UserId", "user").ForContext("MessageId", sink.NewId())
                .ForContext(new FixedProperty(property, value)).Information("Order Completed");
        }

        sink.Log(1);
        var statistics = await sink.SettleAsync();

        Assert.True(statistics.Delivered == 10, $"A value \"{name}\" cost an event: {string.Join(" ", sink.SelfLogLines)}");
    }

    static IEnumerable Throwing()
    {
        yield return 1;
        throw new InvalidTimeZoneException();
    }

    static JsonElement DisposedJson()
    {
        using var document = JsonDocument.Parse("""{"a":[1,2,3]}""");
        return document.RootElement;
    }

    static Dictionary<string, object> Cycle()
    {
        var cycle = new Dictionary<string, object>();
        cycle["Self"] = cycle;
        return cycle;
    }

    sealed class ThrowingValue
    {
        readonly Exception _fault = new InvalidTimeZoneException();

        public int Number => throw _fault;

        public override string ToString() => throw new InvalidTimeZoneException();
    }

    sealed class ThrowingFormattable : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => throw new InvalidTimeZoneException();

        public override string ToString() => throw new InvalidTimeZoneException();
    }

    sealed class ThrowingException : Exception
    {
        public override string Message => throw new InvalidTimeZoneException();

        public override string ToString() => throw new InvalidTimeZoneException();
    }

    sealed class ThrowingPropertyValue : LogEventPropertyValue
    {
        public override void Render(TextWriter output, string? format = null, IFormatProvider? formatProvider = null) =>
            throw new InvalidTimeZoneException();
    }

    sealed class FixedProperty : ILogEventEnricher
    {
        readonly LogEventProperty _property;

        public FixedProperty(string name, LogEventPropertyValue value) => _property = new LogEventProperty(name, value);

        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.AddOrUpdateProperty(_property);
    }
}
