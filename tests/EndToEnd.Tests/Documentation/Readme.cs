using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Documentation;

/// <summary>The README as it stands in the repository.</summary>
static partial class Readme
{
    static readonly Lazy<string> Content = new(() => File.ReadAllText(PathOf("README.md")));

    public static string Text => Content.Value;

    /// <summary>The README of the package with the outbox.</summary>
    public static string Durable => File.ReadAllText(PathOf("src/Serilog.Sinks.RudderStack.Durable/README.md"));

    /// <summary>What stands behind the opening fences, whatever it is.</summary>
    public static IEnumerable<string> Languages => Text.Split('\n').Where(line => line.StartsWith("```", StringComparison.Ordinal)).Chunk(2).Select(fences => fences[0][3..]).Distinct();

    /// <summary>The code blocks of a language, each with the number of its first line.</summary>
    public static IEnumerable<(int Line, string Code)> Blocks(string language) => Blocks(language, Text);

    /// <summary>The code blocks of a language in a part of the README, lines counted from the part's first.</summary>
    public static IEnumerable<(int Line, string Code)> Blocks(string language, string part) =>
        Fence().Matches(part)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => (part.AsSpan(0, block.Groups["code"].Index).Count('\n') + 1, block.Groups["code"].Value));

    /// <summary>What stands under a heading of the second level.</summary>
    public static string Section(string heading) => Under($"\n## {heading}\n", Text, "\n## ");

    /// <summary>The headings of the third level in a section.</summary>
    public static IEnumerable<string> Subsections(string section) => Subheading().Matches(Section(section)).Select(heading => heading.Groups["text"].Value);

    /// <summary>What stands under a heading of the third level.</summary>
    public static string Subsection(string section, string heading) => Under($"\n### {heading}\n", Section(section), "\n### ");

    /// <summary>A path below the repository's root, found from where the tests run.</summary>
    public static string PathOf(string relative)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Serilog.Sinks.RudderStack.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return Path.Combine(folder, relative);
    }

    static string Under(string heading, string text, string next)
    {
        var parts = text.Split(heading);
        Assert.Equal(2, parts.Length);
        return parts[1].Split(next)[0];
    }

    [GeneratedRegex("^### (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Subheading();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
