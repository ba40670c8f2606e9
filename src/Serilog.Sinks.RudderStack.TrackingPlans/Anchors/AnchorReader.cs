using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Anchors;

/// <summary>Reads the class that an attribute marks.</summary>
static class AnchorReader
{
    public const string Attribute = "Serilog.Sinks.RudderStack.TrackingPlanAttribute";

    public static Anchor Read(GeneratorAttributeSyntaxContext context) =>
        Read((INamedTypeSymbol)context.TargetSymbol, context.Attributes[0], (ClassDeclarationSyntax)context.TargetNode);

    /// <summary>Reads an anchor where its declaration does not matter: in the analyzer, which comes after the generator.</summary>
    public static Anchor Read(INamedTypeSymbol type, AttributeData attribute) =>
        Read(type, attribute, (ClassDeclarationSyntax)attribute.ApplicationSyntaxReference!.GetSyntax().Parent!.Parent!);

    static Anchor Read(INamedTypeSymbol type, AttributeData attribute, ClassDeclarationSyntax declaration)
    {
        var planId = attribute.ConstructorArguments is [{ Value: string id }] ? id : "";
        return new Anchor(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            type.Name,
            type.DeclaredAccessibility == Accessibility.Public,
            planId,
            Named(attribute, "TrackingPlanId") as string,
            Named(attribute, "TrackingPlanVersion") is int version and > 0 ? version : 0,
            string.Join(",", type.GetMembers().Where(IsOwn).Select(static member => member.Name).Distinct().OrderBy(static name => name, StringComparer.Ordinal)),
            FaultOf(type, declaration),
            SourceLocation.Of(declaration.Identifier.GetLocation()));
    }

    // The analyzer sees what was generated as well.
    static bool IsOwn(ISymbol member) => !member.IsImplicitlyDeclared && member.Locations.Any(static location =>
        location.SourceTree is { } tree && tree.FilePath.IndexOf(typeof(PlanGenerator).FullName!, StringComparison.Ordinal) < 0);

    static object? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    static string? FaultOf(INamedTypeSymbol type, ClassDeclarationSyntax declaration)
    {
        var faults = new List<string>();
        if (type.ContainingType is not null)
            faults.Add("it is nested in another class");
        if (type.IsGenericType)
            faults.Add("it is generic");
        if (!type.IsStatic)
            faults.Add("it is not static");
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            faults.Add("it is not partial");
        if (type.IsFileLocal)
            faults.Add("it is local to its file");
        return faults.Count == 0 ? null : string.Join(", ", faults);
    }
}
