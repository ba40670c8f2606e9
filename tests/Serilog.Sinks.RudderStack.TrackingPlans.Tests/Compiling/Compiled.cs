using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Serilog.Sinks.RudderStack.TrackingPlans.Usage;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

/// <summary>A program with a plan, compiled in this process as the compiler would.</summary>
sealed class Compiled
{
    public const string Newest = "net10.0";

    static readonly Dictionary<string, ImmutableArray<MetadataReference>> References = [];

    Compiled(Compilation compilation, ImmutableArray<Diagnostic> generated, GeneratorDriver driver)
    {
        Compilation = compilation;
        Generated = generated;
        Driver = driver;
    }

    public Compilation Compilation { get; }

    /// <summary>What the generator reported.</summary>
    public ImmutableArray<Diagnostic> Generated { get; }

    public GeneratorDriver Driver { get; }

    /// <summary>What the compiler reports, hidden things apart.</summary>
    public IEnumerable<Diagnostic> Faults => Compilation.GetDiagnostics().Where(static one => one.Severity > DiagnosticSeverity.Hidden);

    /// <summary>What the analyzer reports, in the order of the text.</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync((string Path, string Text)[] plan)
    {
        var analyzed = Compilation.WithAnalyzers([new PlanUsageAnalyzer()], new AnalyzerOptions([.. TextsOf(plan)], new PlanOptions()));
        return [.. (await analyzed.GetAnalyzerDiagnosticsAsync()).OrderBy(static one => one.Location.SourceSpan.Start)];
    }

    public IEnumerable<(string Hint, string Text)> Files =>
        Driver.GetRunResult().Results.Single().GeneratedSources.Select(static source => (source.HintName, source.SourceText.ToString()));

    public static string Anchor(string planId, string name = "Planned", string arguments = "") =>
        $$"""
        namespace Program
        {
            /// <summary>A plan.</summary>
            [global::Serilog.Sinks.RudderStack.TrackingPlan({{SymbolDisplay.FormatLiteral(planId, quote: true)}}{{arguments}})]
            public static partial class {{name}} { }
        }
        """;

    public static Compiled Of((string Path, string Text)[] plan, string source, string framework = Newest, LanguageVersion version = LanguageVersion.Latest)
    {
        var compilation = Program(source, framework, version);
        var driver = DriverOf(plan, version).RunGeneratorsAndUpdateCompilation(compilation, out var output, out var generated);
        return new Compiled(output, generated, driver);
    }

    public static CSharpCompilation Program(string source, string framework = Newest, LanguageVersion version = LanguageVersion.Latest) => CSharpCompilation.Create(
        "Program",
        [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(version, DocumentationMode.Diagnose), "Program.cs")],
        ReferencesOf(framework),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: version >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable)
            // As the SDK does.
            .WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic> { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress }));

    public static GeneratorDriver DriverOf((string Path, string Text)[] plan, LanguageVersion version = LanguageVersion.Latest) => DriverOf(TextsOf(plan), version);

    public static AdditionalText[] TextsOf((string Path, string Text)[] plan) => [.. plan.Select(static file => new PlanFileText(file.Path, file.Text))];

    public static GeneratorDriver DriverOf(AdditionalText[] texts, LanguageVersion version = LanguageVersion.Latest) => CSharpGeneratorDriver.Create(
        [new PlanGenerator().AsSourceGenerator()],
        texts,
        new CSharpParseOptions(version),
        new PlanOptions(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public Assembly Load()
    {
        using var stream = new MemoryStream();
        var emitted = Compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }

    static ImmutableArray<MetadataReference> ReferencesOf(string framework)
    {
        lock (References)
        {
            if (!References.TryGetValue(framework, out var references))
            {
                var folder = typeof(Compiled).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static one => one.Key == "PlannedEvents").Value!;
                references = [.. File.ReadAllLines(Path.Combine(folder, framework, "references.txt")).Select(static path => MetadataReference.CreateFromFile(path))];
                References.Add(framework, references);
            }

            return references;
        }
    }

    sealed class PlanFileText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    internal sealed class PlanOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(new() { ["build_metadata.AdditionalFiles.RudderStackPlan"] = "true" });

        sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
