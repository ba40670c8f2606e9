using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

public class LibraryTests
{
    [Fact]
    public void TheVersionHasThreePartsAndIsThatOfTheAssembly()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+$", Library.Version);
        Assert.StartsWith(Library.Version + ".", typeof(Library).Assembly.GetName().Version!.ToString(), StringComparison.Ordinal);
    }
}
