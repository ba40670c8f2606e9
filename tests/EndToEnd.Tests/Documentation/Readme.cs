using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Documentation;

/// <summary>A README as it stands in the repository.</summary>
sealed partial class Readme
{
    static readonly string[] NotOurs = [".git", "bin", "obj", "artifacts", "TestResults", "node_modules"];

    static readonly Lazy<IReadOnlyList<Readme>> Found = new(() => [.. MarkdownFiles().Where(path => Path.GetFileName(path) == "README.md").Select(path => new Readme(path))]);

    Readme(string path)
    {
        RelativePath = path;
        Text = File.ReadAllText(PathOf(path)).ReplaceLineEndings("\n");
    }

    /// <summary>Every README of the repository.</summary>
    public static IReadOnlyList<Readme> All => Found.Value;

    public static Readme FirstPage => Of("README.md");

    public static Readme Of(string path) => All.Single(readme => readme.RelativePath == path);

    /// <summary>The path below the repository's root, with <c>/</c>.</summary>
    public string RelativePath { get; }

    public string Text { get; }

    /// <summary>What stands behind the opening fences, whatever it is.</summary>
    public IEnumerable<string> Languages => Text.Split('\n').Where(line => line.StartsWith("```", StringComparison.Ordinal)).Chunk(2).Select(fences => fences[0][3..]).Distinct();

    /// <summary>The package in whose folder this README is; null if there is none.</summary>
    public string? Package => RelativePath.Split('/') is ["src", var project, ..] && ReaderPackages.Knows(project) ? project : null;

    /// <summary>The C# blocks, each with the project in which a reader who follows the README has it.</summary>
    public IEnumerable<Snippet> Snippets
    {
        get
        {
            var project = new ReaderProject(Package);
            foreach (var block in BlocksOf(Text))
            {
                if (block.Language == "shell")
                    project = project.After(block.Code);
                else if (block.Language == "csharp")
                    yield return new Snippet(this, block, project);
            }
        }
    }

    /// <summary>The headings of the second level.</summary>
    public IEnumerable<string> Sections => SectionHeading().Matches(Text).Select(heading => heading.Groups["text"].Value);

    public IEnumerable<CodeBlock> Blocks(string language) => BlocksOf(Text).Where(block => block.Language == language);

    /// <summary>What stands under a heading of the second level.</summary>
    public ReadmePart Section(string heading) => Under($"\n## {heading}\n", new ReadmePart(0, Text), "\n## ");

    /// <summary>The headings of the third level in a section.</summary>
    public IEnumerable<string> Subsections(string section) => Subheading().Matches(Section(section).Text).Select(heading => heading.Groups["text"].Value);

    /// <summary>What stands under a heading of the third level.</summary>
    public ReadmePart Subsection(string section, string heading) => Under($"\n### {heading}\n", Section(section), "\n### ");

    public Snippet SnippetIn(ReadmePart part) => Assert.Single(Snippets, snippet => part.Contains(snippet.Block));

    public CodeBlock BlockIn(ReadmePart part, string language) => Assert.Single(Blocks(language), part.Contains);

    public override string ToString() => RelativePath;

    /// <summary>Every page in Markdown, as a path below the repository's root.</summary>
    public static IEnumerable<string> MarkdownFiles() => FilesIn(PathOf("")).Select(path => Path.GetRelativePath(PathOf(""), path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>A path below the repository's root.</summary>
    public static string PathOf(string relative) => Path.Combine(RepositoryRoot.Path, relative);

    static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder, "*.md")
        .Concat(Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))).SelectMany(FilesIn));

    static IEnumerable<CodeBlock> BlocksOf(string text) => Fence().Matches(text).Select(block =>
        new CodeBlock(block.Groups["language"].Value, block.Groups["code"].Value, block.Groups["code"].Index, text.AsSpan(0, block.Groups["code"].Index).Count('\n') + 1));

    static ReadmePart Under(string heading, ReadmePart whole, string next)
    {
        var parts = whole.Text.Split(heading);
        Assert.Equal(2, parts.Length);
        return new ReadmePart(whole.Start + parts[0].Length + heading.Length, parts[1].Split(next)[0]);
    }

    [GeneratedRegex("^## (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex SectionHeading();

    [GeneratedRegex("^### (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Subheading();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}

/// <summary>A fenced block.</summary>
/// <param name="Language">What stands behind the opening fence.</param>
/// <param name="Code">What stands between the fences.</param>
/// <param name="Start">Where the code begins in the README.</param>
/// <param name="Line">The number of the code's first line.</param>
sealed record CodeBlock(string Language, string Code, int Start, int Line);

/// <summary>A part of a README, such as what stands under a heading.</summary>
readonly record struct ReadmePart(int Start, string Text)
{
    public bool Contains(CodeBlock block) => block.Start >= Start && block.Start < Start + Text.Length;
}

/// <summary>A C# block of a README, and the project of a reader who has followed the README until there.</summary>
sealed record Snippet(Readme Readme, CodeBlock Block, ReaderProject Project)
{
    public string Code => Block.Code;

    /// <summary>The same with another text, such as the address of a test's data plane.</summary>
    public Snippet With(string code) => this with { Block = Block with { Code = code } };

    public override string ToString() => $"{Readme.RelativePath}:{Block.Line}";
}
