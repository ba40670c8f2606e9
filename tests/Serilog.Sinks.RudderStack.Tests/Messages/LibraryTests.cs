using System.Diagnostics;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Messages;

public class LibraryTests
{
    [Fact]
    public void TheVersionIsThatOfThePackage()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?$", Library.Version);
        Assert.Equal(FileVersionInfo.GetVersionInfo(typeof(Library).Assembly.Location).ProductVersion, Library.Version);
    }

    [Fact]
    public void TheVersionThatProgramsBindToChangesWithTheMajorOneOnly()
    {
        var bound = typeof(Library).Assembly.GetName().Version!;

        Assert.Equal($"{bound.Major}.0.0.0", bound.ToString());
        Assert.StartsWith($"{bound.Major}.", Library.Version, StringComparison.Ordinal);
    }
}
