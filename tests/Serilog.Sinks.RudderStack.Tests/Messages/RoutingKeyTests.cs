using System.Text;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

public class RoutingKeyTests
{
    [Fact]
    public void TheChecksumIsTheOneOfTheStandard() =>
        Assert.Equal(0xCBF43926, Crc32.Finish(Crc32.Append(Crc32.Start, "123456789"u8)));

    [Theory]
    [InlineData("""{"userId":"u1","anonymousId":"a1"}""", "u1:a1")]
    [InlineData("""{"type":"track","properties":{"userId":"no"},"anonymousId":"a1","userId":"u1"}""", "u1:a1")]
    [InlineData("""{"userId":"u1"}""", "u1:")]
    [InlineData("""{"anonymousId":"a1"}""", ":a1")]
    [InlineData("{}", ":")]
    [InlineData("""{"userId":"a\"b\\c\u00e9 用户"}""", "a\"b\\cé 用户:")]
    public void TheKeyIsTheChecksumOfBothIds(string message, string text)
    {
        var expected = Crc32.Finish(Crc32.Append(Crc32.Start, Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, RoutingKey.Of(Encoding.UTF8.GetBytes(message)));
    }
}
