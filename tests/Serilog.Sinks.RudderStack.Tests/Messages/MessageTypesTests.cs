using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

public class MessageTypesTests
{
    [Fact]
    public void EveryTypeIsReadBackFromItsName()
    {
        foreach (var type in Enum.GetValues<MessageType>())
        {
            Assert.True(MessageTypes.TryParse(MessageTypes.NameOf(type), out var read));
            Assert.Equal(type, read);
        }

        Assert.Equal(MessageTypes.Count, Enum.GetValues<MessageType>().Length);
    }

    [Theory]
    [InlineData("tracks")]
    [InlineData("pagr")]
    [InlineData("groop")]
    [InlineData("TRACİ")]
    [InlineData("identıfy")]
    [InlineData("")]
    public void NothingElseIsAType(string text) => Assert.False(MessageTypes.TryParse(text, out _));
}
