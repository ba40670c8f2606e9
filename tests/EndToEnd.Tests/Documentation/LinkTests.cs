using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Documentation;

/// <summary>The links of every page in Markdown.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Readme.MarkdownFiles()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryRelativeLinkAndAnchorLeadsSomewhere(string page)
    {
        Assert.All(RelativeLinksOf(page), link =>
        {
            Assert.True(File.Exists(Readme.PathOf(link.Page)) || Directory.Exists(Readme.PathOf(link.Page)), $"{page} links to {link.Page}, which does not exist.");
            if (link.Anchor is { Length: > 0 } anchor)
                Assert.True(AnchorsOf(link.Page).Contains(anchor), $"{page} links to #{anchor}, which {link.Page} does not have.");
        });
    }

    [Fact]
    public void EveryManualIsLinkedFromTheFirstPage()
    {
        var linked = RelativeLinksOf("README.md").Select(link => link.Page);

        Assert.Empty(Readme.All.Select(readme => readme.RelativePath).Except(linked).Except(["README.md"]));
    }

    static IEnumerable<(string Page, string? Anchor)> RelativeLinksOf(string page)
    {
        foreach (var target in Link().Matches(WithoutCode(page)).Select(link => link.Groups[1].Value).Where(target => !target.Contains(':', StringComparison.Ordinal)))
        {
            var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
            yield return (path.Length == 0 ? page : Inside(page, path), anchor);
        }
    }

    static string Inside(string page, string path)
    {
        var root = Readme.PathOf("");
        return Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, Path.GetDirectoryName(page)!, path))).Replace('\\', '/');
    }

    // As GitHub makes them.
    static HashSet<string> AnchorsOf(string page) =>
        [.. Heading().Matches(WithoutCode(page)).Select(heading => NotInAnchors().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'))];

    static string WithoutCode(string page) => Fenced().Replace(File.ReadAllText(Readme.PathOf(page)).ReplaceLineEndings("\n"), "");

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
