using System.Text;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

public class MessageSummaryTests
{
    [Theory]
    [InlineData("""{"type":"track","messageId":"m1","event":"Signed \"Up\"","name":"no","properties":{"event":"no"}}""", "track", "m1", "Signed \"Up\"")]
    [InlineData("""{"type":"page","name":"Pizza","messageId":"m1"}""", "page", "m1", "Pizza")]
    [InlineData("""{"traits":{"type":"no"},"type":"identify","messageId":"m1"}""", "identify", "m1", null)]
    [InlineData("""{"type":{"a":1},"messageId":7}""", "", "", null)]
    public void TypeIdAndNameAreRead(string message, string type, string messageId, string? eventName) =>
        Assert.Equal(new MessageSummary(type, messageId, eventName), MessageSummary.Of(Encoding.UTF8.GetBytes(message)));

    [Theory]
    [InlineData("Order Completed", "Order Completed")]
    [InlineData("Order\r\nCompleted\u0000", "Order Completed")]
    [InlineData("128", "128")]
    public void AReportNamesItInOneLine(string name, string named) =>
        Assert.Equal($"track \"{named}\" (messageId {named})", new MessageSummary("track", name, name).Describe());

    [Theory]
    [InlineData("x", 127, "x")]
    [InlineData("xx", 127, "x...")]
    [InlineData("\U0001F355", 127, "...")]
    [InlineData("\U0001F355", 126, "\U0001F355")]
    [InlineData("", 40_000, "...")]
    public void AReportShowsWhereALongNameBegins(string end, int length, string shown)
    {
        var name = new string('x', length) + end;

        var described = new MessageSummary("track", name, name).Describe();

        var begin = new string('x', Math.Min(length, 128)) + shown;
        Assert.Equal($"track \"{begin}\" (messageId {begin})", described);
    }
}
