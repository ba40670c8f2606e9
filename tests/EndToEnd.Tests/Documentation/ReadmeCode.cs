using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EndToEnd.Tests.Documentation;

/// <summary>C# of the READMEs, compiled as in the project of a reader.</summary>
static partial class ReadmeCode
{
    // The SDK suppresses these as well: a package may have been built against an older version of another.
    static readonly Dictionary<string, ReportDiagnostic> AsTheSdk = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    static readonly ConcurrentDictionary<string, MetadataReference> References = new();

    /// <summary>What the compiler says of a snippet, and which packages it needs beyond those that its README has named before it.</summary>
    public static string? FaultsOf(Snippet snippet)
    {
        var faults = Faults(Compile(snippet));
        if (faults.Count == 0)
            return null;

        var missing = MissingCommands(snippet);
        return $"{snippet} does not compile in {snippet.Project}.\n"
            + (missing.Count == 0 ? "" : $"It needs what the README does not say before it: {string.Join(", ", missing)}.\n")
            + string.Join('\n', faults);
    }

    public static Assembly Load(Snippet snippet)
    {
        using var image = new MemoryStream();
        var emitted = Compile(snippet).Emit(image);
        Assert.Empty(emitted.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning));
        return Assembly.Load(image.ToArray());
    }

    /// <summary>Runs top-level statements to their end.</summary>
    public static Task RunAsync(Snippet snippet)
    {
        var program = Load(snippet).EntryPoint!;
        return Task.Run(() => program.Invoke(null, [Array.Empty<string>()])).WaitAsync(SoonEnough.Limit);
    }

    static List<Diagnostic> Faults(CSharpCompilation compilation) => [.. compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning)];

    static CSharpCompilation Compile(Snippet snippet) => CSharpCompilation.Create(
        "Readme",
        [CSharpSyntaxTree.ParseText(snippet.Project.GlobalUsings), CSharpSyntaxTree.ParseText(snippet.Code)],
        snippet.Project.Assemblies.Select(path => References.GetOrAdd(path, static path => MetadataReference.CreateFromFile(path))),
        new CSharpCompilationOptions(
            LibraryCode().IsMatch(snippet.Code) ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication,
            specificDiagnosticOptions: AsTheSdk,
            nullableContextOptions: NullableContextOptions.Enable));

    // The least that it compiles with. Nothing if it does not compile with all there is.
    static IReadOnlyList<string> MissingCommands(Snippet snippet)
    {
        var packages = snippet.Project.With(ReaderPackages.Installable);
        if (!Compiles(snippet, packages))
            return Compiles(snippet, snippet.Project.After("dotnet new web").With(snippet.Project.Packages)) ? ["dotnet new web"] : [];

        foreach (var package in ReaderPackages.Installable.Except(snippet.Project.Packages).OrderByDescending(ReaderPackages.SizeOf))
        {
            if (Compiles(snippet, packages.Without(package)))
                packages = packages.Without(package);
        }

        return [.. packages.Packages.Except(snippet.Project.Packages).Select(package => $"dotnet add package {package}")];
    }

    static bool Compiles(Snippet snippet, ReaderProject project) => Faults(Compile(snippet with { Project = project })).Count == 0;

    // A block that begins with a type, such as a test class, has no statements to run.
    [GeneratedRegex(@"^(public|sealed|static)[\w ]* class ", RegexOptions.Multiline)]
    private static partial Regex LibraryCode();
}
