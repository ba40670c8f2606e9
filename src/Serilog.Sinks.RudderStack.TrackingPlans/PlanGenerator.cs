using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RudderStack.TrackingPlans;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;

namespace Serilog.Sinks.RudderStack.TrackingPlans;

/// <summary>Generates the types and the calls of tracking plans.</summary>
/// <remarks>
/// All files are read together, since they refer to each other; what is handed on is text, so that an edit of one event adds
/// one file to the compilation anew.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class PlanGenerator : IIncrementalGenerator
{
    const string PlanMetadata = "build_metadata.AdditionalFiles.RudderStackPlan";

    /// <summary>The name of a step, for tests of what an edit makes anew.</summary>
    internal const string FilesStep = "Files";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static pair => IsPlan(pair.Left, pair.Right.GetOptions(pair.Left)))
            .Select(static (pair, cancellationToken) => new PlanText(pair.Left.Path, pair.Left.GetText(cancellationToken)?.ToString()))
            .Collect()
            .Select(static (texts, _) => new EquatableList<PlanText>(texts));
        var anchors = context.SyntaxProvider
            .ForAttributeWithMetadataName(AnchorReader.Attribute, static (node, _) => node is ClassDeclarationSyntax, static (syntax, _) => AnchorReader.Read(syntax))
            .Collect()
            .Select(static (anchors, _) => new EquatableList<Anchor>(anchors));
        var target = context.CompilationProvider.Select(static (compilation, _) => Target.Of(compilation));

        var output = files.Combine(anchors).Combine(target)
            .Select(static (input, cancellationToken) => PlanOutput.Make(input.Left.Left.Items, input.Left.Right.Items, input.Right, cancellationToken));
        context.RegisterSourceOutput(
            output.SelectMany(static (made, _) => made.Files).WithTrackingName(FilesStep),
            static (production, file) => production.AddSource(file.Hint, SourceText.From(file.Text, System.Text.Encoding.UTF8)));
        context.RegisterSourceOutput(output.Select(static (made, _) => new EquatableList<PlanDiagnostic>(made.Diagnostics)), static (production, diagnostics) =>
        {
            foreach (var diagnostic in diagnostics.Items)
                production.ReportDiagnostic(diagnostic.ToDiagnostic());
        });
    }

    /// <summary>Whether an additional file belongs to a tracking plan.</summary>
    internal static bool IsPlan(AdditionalText file, Microsoft.CodeAnalysis.Diagnostics.AnalyzerConfigOptions options) =>
        options.TryGetValue(PlanMetadata, out var isPlan) && isPlan.Equals("true", StringComparison.OrdinalIgnoreCase) && PlanFile.IsPlan(file.Path);
}

/// <summary>A file of a plan as the compiler has it; the text is null if it could not be read.</summary>
sealed record PlanText(string Path, string? Text);

/// <summary>A list that equals another of equal items.</summary>
sealed class EquatableList<T>(ImmutableArray<T> items) : IEquatable<EquatableList<T>>
    where T : IEquatable<T>
{
    public ImmutableArray<T> Items { get; } = items;

    public bool Equals(EquatableList<T>? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => Items.Length == 0 ? 0 : unchecked((Items.Length * 397) ^ Items[0].GetHashCode());
}
