using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Serilog.Sinks.RudderStack.TrackingPlans.Usage;

namespace Serilog.Sinks.RudderStack.TrackingPlans.CodeFixes;

/// <summary>Adds the members that a plan requires and an object leaves out, each to be filled in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MissingMemberFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(UsageIds.MissingMember);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(UsageIds.Members, out var members) || string.IsNullOrEmpty(members))
                continue;
            if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { } creation)
                continue;

            context.RegisterCodeFix(CodeAction.Create("Add the required members", _ => Task.FromResult(Add(context.Document, root, creation, members!.Split('\n'))), UsageIds.MissingMember), diagnostic);
        }
    }

    static Document Add(Document document, SyntaxNode root, BaseObjectCreationExpressionSyntax creation, string[] members)
    {
        var added = members.Select(static member => (ExpressionSyntax)SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.IdentifierName(member),
            SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression, SyntaxFactory.Token(SyntaxKind.DefaultKeyword))));
        var initializer = creation.Initializer ?? SyntaxFactory.InitializerExpression(SyntaxKind.ObjectInitializerExpression);
        var changed = creation.WithoutTrailingTrivia().WithInitializer(With(initializer, added)).WithTrailingTrivia(creation.GetTrailingTrivia());
        return document.WithSyntaxRoot(root.ReplaceNode(creation, changed.WithAdditionalAnnotations(Formatter.Annotation)));
    }

    // What stands there stays as it is, comments included.
    static InitializerExpressionSyntax With(InitializerExpressionSyntax initializer, IEnumerable<ExpressionSyntax> added)
    {
        var present = initializer.Expressions;
        if (present.Count == 0)
            return initializer.WithExpressions(SyntaxFactory.SeparatedList(added));

        // A comment behind the last value stays behind its comma.
        var tokens = present.GetWithSeparators().ToList();
        if (present.SeparatorCount < present.Count)
        {
            var last = present[present.Count - 1];
            tokens[tokens.Count - 1] = last.WithoutTrailingTrivia();
            tokens.Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(last.GetTrailingTrivia()));
        }

        var isInLines = tokens[tokens.Count - 1].GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        if (isInLines)
            added = added.Select(static (one, i) => i == 0 ? one : one.WithLeadingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed));
        return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(SyntaxFactory.NodeOrTokenList(tokens)).AddRange(added));
    }
}
