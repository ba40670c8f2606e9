using System.Xml.Linq;

namespace Serilog.Sinks.RudderStack.Tests.Architecture;

public class ProjectArrowsTests
{
    // What each shipped or runnable project of src may refer to. Tests and samples may refer to all of src.
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Serilog.Sinks.RudderStack"] = [],
        ["Serilog.Extensions.Logging.RudderStack"] = ["Serilog.Sinks.RudderStack"],
        ["Serilog.Sinks.RudderStack.Durable"] = ["Serilog.Sinks.RudderStack"],
        ["RudderStack.TrackingPlans"] = [],
        ["Serilog.Sinks.RudderStack.TrackingPlans"] = [],
        ["Serilog.Sinks.RudderStack.TrackingPlans.CodeFixes"] = [],
        ["RudderStack.LocalDataPlane"] = ["RudderStack.TrackingPlans"],
        ["RudderStack.LocalDataPlane.Tool"] = ["RudderStack.LocalDataPlane"],
        ["Serilog.AspNetCore.RudderStack"] = ["Serilog.Sinks.RudderStack"],
    };

    [Fact]
    public void ProjectsOfSrcReferOnlyToWhatTheTableAllows()
    {
        var arrows =
            from project in Sources.Projects()
            where Sources.Relative(project).StartsWith("src/", StringComparison.Ordinal)
            let name = Path.GetFileNameWithoutExtension(project)
            select (name, References: ReferencesOf(project).Order().ToArray());

        Assert.Equal(
            Allowed.OrderBy(row => row.Key).Select(row => $"{row.Key} -> {string.Join(", ", row.Value.Order())}"),
            arrows.OrderBy(row => row.name).Select(row => $"{row.name} -> {string.Join(", ", row.References)}"));
    }

    [Fact]
    public void NothingRefersToTestsOrSamples()
    {
        var shipped = Allowed.Keys.ToHashSet();

        Assert.All(Sources.Projects(), project => Assert.Subset(shipped, ReferencesOf(project).ToHashSet()));
    }

    /// <summary>Time, waits and random numbers are taken where tests can hold them: the compiler checks it in every project of src.</summary>
    [Fact]
    public void BannedSymbolsAreCheckedInAllOfSrc()
    {
        var properties = XDocument.Load(Path.Combine(Sources.Shipped, "Directory.Build.props"));

        Assert.Contains(properties.Descendants("PackageReference"), package => package.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        Assert.Contains(properties.Descendants("AdditionalFiles"), file => file.Attribute("Include")!.Value.EndsWith("BannedSymbols.txt", StringComparison.Ordinal));
        Assert.DoesNotContain(properties.Descendants("ItemGroup").SelectMany(group => group.DescendantsAndSelf()), item =>
            item.Attribute("Condition") is not null && item.ToString().Contains("Banned", StringComparison.Ordinal));
        Assert.NotEmpty(File.ReadAllLines(Path.Combine(Sources.Shipped, "BannedSymbols.txt")));
        Assert.DoesNotContain(Sources.Projects(), static project => File.ReadAllText(project).Contains("RS0030", StringComparison.Ordinal));
        Assert.Equal(
            ["src/Serilog.Sinks.RudderStack/Compat/Blocking.cs"],
            Sources.Code(Sources.Shipped).Where(static file => File.ReadAllText(file).Contains("RS0030", StringComparison.Ordinal)).Select(Sources.Relative));
    }

    static IEnumerable<string> ReferencesOf(string project) =>
        from reference in XDocument.Load(project).Descendants("ProjectReference")
        // Built before, to be run as a process: its code is not used.
        where reference.Attribute("ReferenceOutputAssembly")?.Value != "false"
        select Path.GetFileNameWithoutExtension((reference.Attribute("Include") ?? reference.Attribute("Update"))!.Value.Replace('\\', '/'));
}
