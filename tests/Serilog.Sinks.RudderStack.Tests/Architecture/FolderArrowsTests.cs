using System.Text.RegularExpressions;

namespace Serilog.Sinks.RudderStack.Tests.Architecture;

public partial class FolderArrowsTests
{
    const string Namespace = "Serilog.Sinks.RudderStack";

    // Which folder of the sink knows which. The root knows all; Compat is known by all. No row may name a later row, so
    // there is no circle.
    static readonly (string Folder, string[] Knows)[] Allowed =
    [
        ("Compat", []),
        ("Messages", []),
        ("Plans", []),
        ("Values", ["Plans"]),
        ("Storage", []),
        ("Reports", ["Messages"]),
        ("Settings", ["Messages", "Reports", "Values"]),
        ("Configuration", ["Settings"]),
        ("Mapping", ["Messages", "Plans", "Reports", "Settings", "Values"]),
        ("Batching", ["Messages"]),
        ("Transport", ["Batching", "Messages", "Settings"]),
        ("Delivery", ["Storage", "Transport", "Batching", "Mapping", "Messages", "Reports", "Settings"]),
    ];

    public static TheoryData<string> Folders { get; } = new(Allowed.Select(row => row.Folder));

    [Theory]
    [MemberData(nameof(Folders))]
    public void AFolderKnowsOnlyWhatTheTableAllows(string folder)
    {
        var known = Allowed.Single(row => row.Folder == folder).Knows.Append(folder).ToHashSet();
        if (folder != "Compat")
            known.Add("Compat");

        var forbidden =
            from file in Sources.Code(Path.Combine(Sources.Sink, folder))
            from Match mention in FolderMention().Matches(File.ReadAllText(file))
            let other = mention.Groups["folder"].Value
            where Allowed.Any(row => row.Folder == other) && !known.Contains(other)
            select $"{Sources.Relative(file)} knows {other}";

        Assert.Empty(forbidden);
    }

    [Fact]
    public void TheTableHasNoCircle()
    {
        for (var i = 0; i < Allowed.Length; i++)
            Assert.Subset(Allowed.Take(i).Select(row => row.Folder).ToHashSet(), Allowed[i].Knows.ToHashSet());
    }

    [Fact]
    public void EachFolderStandsInTheTable() => Assert.Equal(
        Allowed.Select(row => row.Folder).Order(),
        Sources.Code(Sources.Sink).Select(FolderOf).Where(folder => folder != "").Distinct().Order());

    [Fact]
    public void EachFolderStandsInThePageForContributors()
    {
        var page = File.ReadAllText(Path.Combine(Sources.Sink, "..", "..", ".github", "CONTRIBUTING.md"));

        // src/<project>[/<folder>/...]/<file>
        var folders = Sources.Code(Path.Combine(Sources.Sink, "..")).Select(file => Sources.Relative(file).Split('/')).Where(parts => parts.Length > 3).Select(parts => parts[2]).Distinct();
        Assert.All(folders, folder => Assert.Contains($"`.../{folder}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void AFileHasTheNamespaceOfItsFolder()
    {
        var strays =
            from file in Sources.Code(Sources.Sink)
            let folder = FolderOf(file)
            let expected = folder == "" ? Namespace : $"{Namespace}.{folder}"
            let actual = NamespaceLine().Match(File.ReadAllText(file)).Groups["name"].Value

            // What users call as an extension is where they have a using already.
            where actual != expected && !(folder == "" && actual == "Serilog" && Path.GetFileName(file).Contains("Extensions", StringComparison.Ordinal))
            select $"{Sources.Relative(file)}: {actual}";

        Assert.Empty(strays);
    }

    [Fact]
    public void ConditionalCompilationIsOnlyInCompat()
    {
        var strays =
            from file in Sources.Code(Sources.Shipped)
            where Sources.Relative(file) is var path && !path.Contains("/Compat/", StringComparison.Ordinal) && path != "src/Polyfills.cs" && ConditionLine().IsMatch(File.ReadAllText(file))
            select Sources.Relative(file);

        Assert.Empty(strays);
    }

    static string FolderOf(string file) =>
        Path.GetRelativePath(Sources.Sink, file).Replace('\\', '/').Split('/') is { Length: > 1 } parts ? parts[0] : "";

    [GeneratedRegex(@"\bSerilog\.Sinks\.RudderStack\.(?<folder>[A-Z]\w*)")]
    private static partial Regex FolderMention();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^\s*#\s*if\b", RegexOptions.Multiline)]
    private static partial Regex ConditionLine();
}
