using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class EndlessValues
{
    [Fact]
    public void AGraphThatMultipliesIsOversizeInsteadOfEndless()
    {
        LogEventPropertyValue value = new ScalarValue("x");
        for (var i = 0; i < 60; i++)
            value = i % 2 == 0 ? new SequenceValue([value, value]) : new StructureValue([new("A", value), new("B", value)]);

        AssertGivenUp(Values.MapByHand(value));
    }

    [Fact]
    public void TextBeyondAllLimitsIsOversize() =>
        AssertGivenUp(Values.MapByHand(new ScalarValue(new string('x', 20_000_000))));

    [Theory]
    [InlineData("UserId")]
    [InlineData("Event")]
    [InlineData("MessageId")]
    public void AHeadBeyondAllLimitsIsOversize(string property)
    {
        var mapped = Values.MapByHand(null, Values.Property(property, new string('x', 20_000_000)));

        Assert.Equal(DropReason.Oversize, mapped.Fault!.Reason);
        Assert.NotEqual("", mapped["messageId"]!.GetValue<string>());
    }

    static void AssertGivenUp(MappedCopy mapped)
    {
        Assert.Equal(DropReason.Oversize, mapped.Fault!.Reason);
        Assert.Equal("it has more than 131072 bytes, and the limit is 32768", mapped.Fault.Description);

        // Enough for a report.
        Assert.Equal("\"track\"", mapped.At("type"));
        Assert.Equal("\"Measured\"", mapped.At("event"));
        Assert.Equal("\"u\"", mapped.At("userId"));
        Assert.Null(mapped["properties"]);
    }
}
