using System.Xml.Linq;
using EndToEnd.Tests.Support;

namespace Packages.Tests.Support;

/// <summary>The sources that the packages are made from.</summary>
static class Repository
{
    public static string Root => RepositoryRoot.Path;

    public static string VersionPrefix { get; } = XDocument.Load(Path.Combine(Root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    /// <summary>A solution of the projects of src alone.</summary>
    public const string Solution = "Packages.slnx";

    /// <summary>Copies what git keeps, changes that are not committed included: no build output comes along.</summary>
    public static async Task CopyAsync(string target)
    {
        var files = await Command.RunAsync(Root, "git", ["-c", "core.quotePath=false", "ls-files", "--cached", "--others", "--exclude-standard", "--", "src", "Directory.*", "LICENSE", "CHANGELOG.md", ".editorconfig"]);
        foreach (var file in files.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Root, file))))
        {
            var copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Root, file), copy);
        }

        var projects = Directory.EnumerateFiles(target, "*.csproj", SearchOption.AllDirectories).Select(project => $"""<Project Path="{Path.GetRelativePath(target, project)}" />""");
        await File.WriteAllTextAsync(Path.Combine(target, Solution), $"<Solution>{string.Concat(projects)}</Solution>");
    }

    /// <summary>Makes a copy a clone with one commit, of somebody's fork.</summary>
    public static async Task CommitAsync(string copy)
    {
        await Command.RunAsync(copy, "git", ["init", "--quiet"]);
        await Command.RunAsync(copy, "git", ["remote", "add", "origin", "https://github.com/somebody/fork.git"]);
        await Command.RunAsync(copy, "git", ["add", "--all"]);
        await Command.RunAsync(copy, "git", ["-c", "user.name=tests", "-c", "user.email=tests@example.com", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--message", "Copy"]);
    }
}
