using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class ThrowingValues
{
    const string Text = "\"Capturing the property value threw an exception: InvalidOperationException\"";
    const string Replaced = $$"""{"value":{{Text}}}""";

    [Fact]
    public void AScalarThatThrowsIsReplacedAndTheEventSurvives()
    {
        foreach (var value in new object[] { new ThrowsInToString(), new ThrowsInFormat() })
        {
            var mapped = Values.MapByHand(new ScalarValue(value));
            Assert.Null(mapped.Fault);
            Assert.Equal(Replaced, mapped.At("properties"));
        }

        Assert.Equal("""{"value":null}""", Values.MapByHand(new ScalarValue(new NullText())).At("properties"));
    }

    [Fact]
    public void ACustomValueThatThrowsIsReplaced()
    {
        Assert.Equal(Replaced, Values.MapByHand(new ThrowingValue()).At("properties"));
        Assert.Equal($$"""{"value":["a",{{Text}},"b"]}""", Values.MapByHand(new SequenceValue([new ScalarValue("a"), new ThrowingValue(), new ScalarValue("b")])).At("properties"));
    }

    [Fact]
    public void AKeyThatThrowsIsEmpty() =>
        Assert.Equal(
            """{"value":{"":1}}""",
            Values.MapByHand(new DictionaryValue([new(new ScalarValue(new ThrowsInToString()), new ScalarValue(1))])).At("properties"));

    [Fact]
    public void AReservedPropertyThatThrowsCountsAsMissing()
    {
        var mapped = Values.MapByHand(null, new LogEventProperty("MessageId", new ScalarValue(new ThrowsInFormat())), new LogEventProperty("AnonymousId", new ScalarValue(new ThrowsInToString())));

        Assert.Null(mapped.Fault);
        Assert.Null(mapped["anonymousId"]);
        Assert.Equal(36, mapped["messageId"]!.GetValue<string>().Length);
    }

    [Fact]
    public void ACustomReservedPropertyThatThrowsIsLoose() =>
        Assert.Equal($$"""{"context":{{Text}}}""", Values.MapByHand(null, new LogEventProperty("Context", new ThrowingValue())).At("properties"));

    [Fact]
    public void ANullWhereAValueBelongsIsNull() =>
        Assert.Equal("""{"value":[null]}""", Values.MapByHand(new SequenceValue([null!])).At("properties"));

    [Fact]
    public void WhatNobodyForesawDropsTheEventButDoesNotThrow()
    {
        var mapped = Values.MapByHand(new StructureValue([null!]));

        Assert.Equal(DropReason.Invalid, mapped.Fault!.Reason);
        Assert.NotNull(mapped.Fault.Exception);
        Assert.Equal(["type", "messageId", "sentAt"], mapped.Message.Select(member => member.Key));

        // And leaves nothing behind for the next one.
        Assert.Equal("""{"value":1}""", Values.MapByHand(new ScalarValue(1)).At("properties"));
    }

    [Fact]
    public void AValueThatLogsWhileItIsReadDoesNotMixUpMessages()
    {
        MappedCopy? inner = null;
        var outer = Values.MapByHand(null, Values.Property("A", new ReadsLike(() => inner = Values.MapByHand(new ScalarValue("inner")))), Values.Property("B", 2));

        Assert.Equal("""{"value":"inner"}""", inner!.At("properties"));
        Assert.Equal("""{"a":"read","b":2}""", outer.At("properties"));
    }

    sealed class ReadsLike(Action action)
    {
        public override string ToString()
        {
            action();
            return "read";
        }
    }

    sealed class ThrowsInToString
    {
        public override string ToString() => throw new InvalidOperationException("in ToString");
    }

    sealed class ThrowsInFormat : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => throw new InvalidOperationException("in format");
    }

    sealed class NullText
    {
        public override string? ToString() => null;
    }

    sealed class ThrowingValue : LogEventPropertyValue
    {
        public override void Render(TextWriter output, string? format = null, IFormatProvider? formatProvider = null) =>
            throw new InvalidOperationException("in Render");
    }
}
