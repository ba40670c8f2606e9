using EndToEnd.Tests.Support;

namespace Serilog.Sinks.RudderStack.Tests.Architecture;

/// <summary>The repository's files.</summary>
static class Sources
{
    static string Root => RepositoryRoot.Path;

    public static string Shipped { get; } = Path.Combine(Root, "src");

    public static string Sink { get; } = Path.Combine(Root, "src", "Serilog.Sinks.RudderStack");

    /// <summary>Those of the repository. The programs that Packages.Tests copies and builds are projects of users.</summary>
    public static IEnumerable<string> Projects() => Files(Root, "*.csproj").Where(project => !Relative(project).StartsWith("tests/Packages.Tests/Programs/", StringComparison.Ordinal));

    public static IEnumerable<string> Code(string folder) => Files(folder, "*.cs");

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    static IEnumerable<string> Files(string folder, string pattern) =>
        from file in Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        let parts = Relative(file).Split('/')
        where !parts.Contains("obj") && !parts.Contains("bin")
        select file;
}
