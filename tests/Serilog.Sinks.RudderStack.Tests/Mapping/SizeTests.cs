using System.Text;
using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class SizeTests
{
    const int Limit = 32_768;

    [Theory]
    [InlineData("x")]
    [InlineData("订")]
    [InlineData("😀")]
    [InlineData("é")]
    public void AMessageAtTheLimitPassesAndOneByteMoreIsOversize(string character)
    {
        var empty = Encoding.UTF8.GetByteCount(Map("").Json);
        var room = Limit - empty;
        var width = Encoding.UTF8.GetByteCount(character);
        var text = string.Concat(Enumerable.Repeat(character, room / width)) + new string('x', room % width);

        var atLimit = Map(text);
        Assert.Equal(Limit, Encoding.UTF8.GetByteCount(atLimit.Json));
        Assert.Null(atLimit.Fault);

        var beyond = Map(text + "x");
        Assert.Equal(Limit + 1, Encoding.UTF8.GetByteCount(beyond.Json));
        Assert.Equal(DropReason.Oversize, beyond.Fault!.Reason);
    }

    [Fact]
    public void OversizeEventsAreReportedWithTheirSizeAndLargestMembersButNoValues()
    {
        var mapped = Map(new string('x', 40_000), log => log.ForContext("Context", new { UserAgent = new string('y', 500) }, true));
        var size = Encoding.UTF8.GetByteCount(mapped.Json);
        var properties = Encoding.UTF8.GetByteCount(mapped.At("properties")!);
        var largest = JsonElement.Parse(mapped.At("properties")!).EnumerateObject().MaxBy(static member => member.Value.GetRawText().Length);
        var context = Encoding.UTF8.GetByteCount(mapped.At("context")!);

        Assert.Equal(
            $"it has {size} bytes, and the limit is 32768; its largest members: properties {properties} (of them {largest.Name} {Encoding.UTF8.GetByteCount(largest.Value.GetRawText())}), context {context}, messageId 38",
            mapped.Fault!.Description);
    }

    [Fact]
    public void TheLimitIsConfigurable() =>
        Assert.Equal(DropReason.Oversize, new MapperBuilder { MaxMessageBytes = 100 }.Map(SixCalls.Track).Fault!.Reason);

    static MappedCopy Map(string text, Func<ILogger, ILogger>? enrich = null) => MapperBuilder.MapOne(log =>
    {
        log = log.ForContext("EventType", "track").ForContext("UserId", "u");
        (enrich?.Invoke(log) ?? log).Information("Measured {Text}", text);
    });
}
