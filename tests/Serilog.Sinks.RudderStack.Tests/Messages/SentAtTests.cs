using System.Text;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

public class SentAtTests
{
    [Fact]
    public void TheSlotAtTheEndOfAMessageIsStampedAgainAndAgain()
    {
        var message = Encoding.UTF8.GetBytes("{\"type\":\"track\"" + Encoding.UTF8.GetString(SentAt.Tail));
        var slot = new byte[SentAt.Width];
        foreach (var time in new[] { new DateTimeOffset(2024, 12, 31, 23, 59, 59, 987, TimeSpan.FromHours(-2)), DateTimeOffset.MinValue })
        {
            SentAt.Format(time, slot);
            SentAt.Stamp(message, slot);
            Assert.Equal($$"""{"type":"track","sentAt":"{{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}"}""", Encoding.UTF8.GetString(message));
        }
    }
}
