using System.Text;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class WriteKeyTests
{
    [Fact]
    public void TheKeyIsTheUserNameWithAnEmptyPassword() =>
        Assert.Equal("key:", Encoding.UTF8.GetString(Convert.FromBase64String(Validation.Accept(writeKey: "key").BasicCredentials)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void AnEmptyKeyIsAFault(string? writeKey) =>
        Assert.StartsWith("- writeKey is empty;", Assert.Single(Validation.Reject(writeKey: writeKey)), StringComparison.Ordinal);

    [Theory]
    [InlineData("2bKeyThatNobodyMaySee\n")]
    [InlineData("2bKeyThat\u0000NobodyMaySee")]
    [InlineData(" 2bKeyThatNobodyMaySee")]
    [InlineData("2bKeyThat:NobodyMaySee")]
    public void AKeyThatTheHeaderCannotCarryIsAFaultThatDoesNotShowIt(string writeKey)
    {
        var line = Assert.Single(Validation.Reject(writeKey: writeKey));

        Assert.StartsWith("- writeKey contains a ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("2bKey", line, StringComparison.Ordinal);
        Assert.DoesNotContain("NobodyMaySee", line, StringComparison.Ordinal);
    }
}
