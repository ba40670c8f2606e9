using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Serilog.Sinks.RudderStack.TrackingPlans.Usage;

namespace Serilog.Sinks.RudderStack.TrackingPlans.CodeFixes;

/// <summary>Puts a planned name in the place of one that no plan has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnplannedEventFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UsageIds.UnplannedEvent);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax name)
                continue;

            for (var i = 0; diagnostic.Properties.TryGetValue(UsageIds.Suggestion + i, out var planned) && planned is not null; i++)
            {
                // The key tells which suggestion is taken everywhere: the nearest, the second, the third.
                context.RegisterCodeFix(CodeAction.Create($"Use the planned event \"{planned}\"", _ => Task.FromResult(Replace(context.Document, root, name, planned)), $"{UsageIds.UnplannedEvent}.{i}"), diagnostic);
            }
        }
    }

    static Document Replace(Document document, SyntaxNode root, ExpressionSyntax name, string planned)
    {
        var literal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(planned)).WithTriviaFrom(name);
        return document.WithSyntaxRoot(root.ReplaceNode(name, literal));
    }
}
