using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Documentation;

/// <summary>The README as it stands in the repository.</summary>
static partial class Readme
{
    static readonly Lazy<string> Content = new(() => File.ReadAllText(PathOf("README.md")));

    public static string Text => Content.Value;

    /// <summary>The code blocks of a language, each with the number of its first line.</summary>
    public static IEnumerable<(int Line, string Code)> Blocks(string language) =>
        Fence().Matches(Text)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => (Text.AsSpan(0, block.Groups["code"].Index).Count('\n') + 1, block.Groups["code"].Value));

    /// <summary>A path below the repository's root, found from where the tests run.</summary>
    public static string PathOf(string relative)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Serilog.Sinks.RudderStack.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return Path.Combine(folder, relative);
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
