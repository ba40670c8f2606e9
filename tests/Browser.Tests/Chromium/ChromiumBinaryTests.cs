namespace Browser.Tests.Chromium;

public sealed class ChromiumBinaryTests
{
    [Theory]
    [InlineData(null, "/nowhere")]
    [InlineData("", null)]
    [InlineData("/nowhere/chromium", "/usr/bin")]
    public void WhenChromiumIsMissingTheMessageSaysWhatToInstall(string? named, string? path)
    {
        var exception = Assert.Throws<FileNotFoundException>(() => ChromiumBinary.Find(named, path));
        Assert.Contains("apt-get install -y chromium", exception.Message, StringComparison.Ordinal);
    }
}
