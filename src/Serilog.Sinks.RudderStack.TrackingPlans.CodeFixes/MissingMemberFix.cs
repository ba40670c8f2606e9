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
        var before = creation.Initializer?.Expressions ?? default;
        var initializer = SyntaxFactory.InitializerExpression(SyntaxKind.ObjectInitializerExpression, SyntaxFactory.SeparatedList(before.Concat(added)));
        return document.WithSyntaxRoot(root.ReplaceNode(creation, creation.WithInitializer(initializer).WithAdditionalAnnotations(Formatter.Annotation)));
    }
}
