using RudderStack.Local.Command;

namespace RudderStack.Local.Tests.Command;

public sealed class CommandLineTests
{
    [Fact]
    public void WithoutArgumentsTheDefaultsHold()
    {
        var options = CommandLine.Parse([]).Options;
        Assert.Equal(["http://127.0.0.1:8080"], options.Urls);
        Assert.Equal(["local-write-key"], options.WriteKeys);
        Assert.Empty(options.DisabledWriteKeys);
    }

    [Fact]
    public void KeysAndUrlsCanBeRepeated()
    {
        var options = CommandLine.Parse(
        [
            "--urls", "http://127.0.0.1:1;http://127.0.0.1:2", "--urls=http://127.0.0.1:3",
            "--write-key", "A", "--write-key=B=", "--disabled-write-key", "C", "--disabled-write-key", "D",
        ]).Options;
        Assert.Equal(["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"], options.Urls);
        Assert.Equal(["A", "B="], options.WriteKeys);
        Assert.Equal(["C", "D"], options.DisabledWriteKeys);
    }

    [Theory]
    [InlineData("\"--port\" is not known", "--port", "8080")]
    [InlineData("\"8080\" is not known", "8080")]
    [InlineData("--write-key needs a value", "--write-key")]
    [InlineData("--write-key needs a value", "--write-key", "--urls", "http://127.0.0.1:0")]
    [InlineData("must not be empty", "--write-key=")]
    [InlineData("https://127.0.0.1", "--urls", "https://127.0.0.1")]
    [InlineData("no URL", "--urls", "8080")]
    public void WrongArgumentsAreExplained(string explanation, params string[] args) =>
        Assert.Contains(explanation, Assert.Throws<ArgumentException>(() => CommandLine.Parse(args)).Message, StringComparison.Ordinal);
}
