using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>What happens to a new object in a variable: var order = new X(); order.Id = 1;</summary>
static class LaterAssignments
{
    /// <summary>Names of the members that are assigned; null if code elsewhere may do so.</summary>
    public static ISet<string>? Of(SyntaxNode creation, SemanticModel model)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        if (VariableOf(creation) is not { } variable || creation.Ancestors().FirstOrDefault(static one => one is BlockSyntax or CompilationUnitSyntax) is not { } scope)
            return members;

        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.SpanStart > creation.SpanStart && name.Identifier.ValueText == variable))
        {
            if (name.Parent is MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } access && assignment.Left == access)
                members.Add(access.Name.Identifier.ValueText);
            else if (IsHandedOn(name, model))
                return null;
        }

        return members;
    }

    static string? VariableOf(SyntaxNode creation)
    {
        while (creation.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax)
            creation = creation.Parent;
        return creation.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } => name.Identifier.ValueText,
            _ => null,
        };
    }

    // The calls of a logger only read.
    static bool IsHandedOn(IdentifierNameSyntax name, SemanticModel model) => name.Parent switch
    {
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } =>
            model.GetSymbolInfo(call).Symbol?.ContainingType?.Name.EndsWith("LoggerExtensions", StringComparison.Ordinal) != true,
        ArgumentSyntax => true,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access => access.Expression == name,
        _ => false,
    };
}
