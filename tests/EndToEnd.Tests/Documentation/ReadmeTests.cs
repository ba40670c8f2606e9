using System.Text.Json;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Documentation;

/// <summary>What holds for every README of the repository.</summary>
public sealed partial class ReadmeTests
{
    // Blocks of other languages are not ours to compile. "cs" is C# that uses somebody else's library.
    static readonly string[] Languages = ["shell", "csharp", "json", "xml", "yaml", "text", "go", "cs", "js"];

    // Its code needs the source generator; the tests of the package compile and run it.
    const string WithGenerator = "src/Serilog.Sinks.RudderStack.TrackingPlans/README.md";

    public static TheoryData<string> Readmes => [.. Readme.All.Select(readme => readme.RelativePath)];

    public static TheoryData<string, int> CSharpBlocks => Places(readme => readme.RelativePath == WithGenerator ? [] : readme.Blocks("csharp"));

    public static TheoryData<string, int> JsonBlocks => Places(readme => readme.Blocks("json"));

    [Fact]
    public void TheReadmesAreFound()
    {
        Assert.Contains(WithGenerator, Readme.All.Select(readme => readme.RelativePath));
        Assert.All(
            Directory.GetFiles(Readme.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Where(path => File.ReadAllText(path).Contains("<IsPackable>true<", StringComparison.Ordinal)),
            path => Assert.Contains($"src/{Path.GetFileNameWithoutExtension(path)}/README.md", Readme.All.Select(readme => readme.RelativePath)));
    }

    [Theory]
    [MemberData(nameof(CSharpBlocks))]
    public void CodeCompilesWithThePackagesThatTheReadmeNames(string readme, int line)
    {
        if (ReadmeCode.FaultsOf(Readme.Of(readme).Snippets.Single(snippet => snippet.Block.Line == line)) is { } faults)
            Assert.Fail(faults);
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void EveryPackageToInstallIsKnown(string readme)
    {
        Assert.All(PackagesIn(readme), package => Assert.True(ReaderPackages.Knows(package), $"{readme} says to install {package}: add it to tests/ReaderPackages, or correct its name."));
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void NoCodeOfOursEscapesTheCompiler(string readme)
    {
        Assert.Empty(Readme.Of(readme).Languages.Except(Languages));
        Assert.All(Readme.Of(readme).Blocks("cs"), block => Assert.Matches("^(using RudderStack;|RudderAnalytics\\.)", block.Code));
        Assert.All(Readme.Of(readme).Blocks("cs"), block => Assert.DoesNotContain("Serilog", block.Code, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(JsonBlocks))]
    public void JsonIsValid(string readme, int line)
    {
        using var document = JsonDocument.Parse(Readme.Of(readme).Blocks("json").Single(block => block.Line == line).Code);

        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void EveryProjectThatACommandNamesIsThere(string readme)
    {
        Assert.All(ProjectsIn(readme), project => Assert.NotEmpty(Directory.GetFiles(Readme.PathOf(project), "*.csproj")));
    }

    [Fact]
    public void ThereArePackagesAndProjectsToLookFor()
    {
        string[] readmes = [.. Readme.All.Select(readme => readme.RelativePath)];

        Assert.Contains("Serilog.Sinks.RudderStack", readmes.SelectMany(PackagesIn));
        Assert.Contains("samples/Quickstart", readmes.SelectMany(ProjectsIn));
    }

    [Fact]
    public void APackageThatAReadmeDoesNotNameIsMissed()
    {
        var snippet = Readme.Of("src/Serilog.Sinks.RudderStack/README.md").Snippets.First()
            .With("using Serilog;\n\nLog.Logger = new LoggerConfiguration().WriteTo.File(\"shop.log\").CreateLogger();");

        Assert.Contains("before it: dotnet add package Serilog.Sinks.File.", ReadmeCode.FaultsOf(snippet), StringComparison.Ordinal);
    }

    static TheoryData<string, int> Places(Func<Readme, IEnumerable<CodeBlock>> blocks)
    {
        var places = new TheoryData<string, int>();
        foreach (var readme in Readme.All)
        {
            foreach (var block in blocks(readme))
                places.Add(readme.RelativePath, block.Line);
        }

        return places;
    }

    static IEnumerable<string> PackagesIn(string readme) =>
        Readme.Of(readme).Blocks("shell").SelectMany(block => AddedPackage().Matches(block.Code)).Select(match => match.Groups[1].Value);

    static IEnumerable<string> ProjectsIn(string readme) => ProjectArgument().Matches(Readme.Of(readme).Text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^dotnet add package (\S+)", RegexOptions.Multiline)]
    private static partial Regex AddedPackage();

    [GeneratedRegex(@"--project ([^\s`]+)")]
    private static partial Regex ProjectArgument();
}
