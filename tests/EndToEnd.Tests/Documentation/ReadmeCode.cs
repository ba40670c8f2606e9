using System.Reflection;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EndToEnd.Tests.Documentation;

/// <summary>C# of the README, compiled as in a new project of a reader.</summary>
static partial class ReadmeCode
{
    // What a new console project has without a word.
    const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // The SDK suppresses these as well: a package may have been built against an older version of another.
    static readonly Dictionary<string, ReportDiagnostic> AsTheSdk = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilation Compile(string code) => CSharpCompilation.Create(
        "Readme",
        [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
        References,
        new CSharpCompilationOptions(
            LibraryCode().IsMatch(code) ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication,
            specificDiagnosticOptions: AsTheSdk,
            nullableContextOptions: NullableContextOptions.Enable));

    public static Assembly Load(string code)
    {
        using var image = new MemoryStream();
        var emitted = Compile(code).Emit(image);
        Assert.Empty(emitted.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning));
        return Assembly.Load(image.ToArray());
    }

    /// <summary>Runs top-level statements to their end.</summary>
    public static Task RunAsync(string code)
    {
        var program = Load(code).EntryPoint!;
        return Task.Run(() => program.Invoke(null, [Array.Empty<string>()])).WaitAsync(SoonEnough.Limit);
    }

    // A block that begins with a type, such as a test class, has no statements to run.
    [GeneratedRegex(@"^(public|sealed|static)[\w ]* class ", RegexOptions.Multiline)]
    private static partial Regex LibraryCode();
}
