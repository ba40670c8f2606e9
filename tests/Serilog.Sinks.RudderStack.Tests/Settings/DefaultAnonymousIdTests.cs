namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class DefaultAnonymousIdTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("server-7")]
    [InlineData("Process 7")]
    public void AnIdIsKeptAsItIs(string? id) => Assert.Equal(id, Read(id));

    [Fact]
    public void TheWordProcessIsOneRandomIdForTheWholeProcess()
    {
        var id = Read("process");

        Assert.NotEqual(Guid.Empty, Guid.Parse(id!));
        Assert.Equal(id, Read("Process"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u200B\u00A0\u0007")]
    public void AnInvisibleIdIsAFault(string id) =>
        Assert.StartsWith(
            "- DefaultAnonymousId is empty;",
            Assert.Single(Validation.Reject(options => options.DefaultAnonymousId = id)),
            StringComparison.Ordinal);

    static string? Read(string? id) => Validation.Accept(options => options.DefaultAnonymousId = id).Mapping.DefaultAnonymousId;
}
