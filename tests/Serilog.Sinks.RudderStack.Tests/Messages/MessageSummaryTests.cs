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
}
