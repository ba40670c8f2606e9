using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RudderStack.TrackingPlans;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;
using Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>Looks at the use of tracking plans for what the compiler cannot see: names in texts, constants, and what is left out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PlanUsageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(TrackingPlans.Diagnostics.UnplannedEvent, TrackingPlans.Diagnostics.BrokenRule, TrackingPlans.Diagnostics.MissingMember);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    static void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(AnchorReader.Attribute) is not { } attribute)
            return;

        var files = context.Options.AdditionalFiles.Where(file => PlanGenerator.IsPlan(file, context.Options.AnalyzerConfigOptionsProvider.GetOptions(file))).ToList();
        if (files.Count == 0)
            return;

        // Read when something is met that may be planned.
        var types = new Lazy<PlannedTypes>(() => PlannedTypes.Read(
            context.Compilation,
            attribute,
            files.Select(file => new PlanText(file.Path, file.GetText(context.CancellationToken)?.ToString())).ToImmutableArray(),
            context.CancellationToken));
        var hasRequired = Target.Of(context.Compilation).HasRequired;

        context.RegisterOperationAction(operation => CheckName(operation, types), OperationKind.Invocation);
        context.RegisterOperationAction(operation => CheckValue(operation, types), OperationKind.SimpleAssignment);
        context.RegisterOperationAction(operation => CheckArguments(operation, types), OperationKind.ObjectCreation);
        if (!hasRequired)
            context.RegisterOperationAction(operation => CheckRequired(operation, types), OperationKind.ObjectCreation);
    }

    static void CheckName(OperationAnalysisContext context, Lazy<PlannedTypes> types)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.TargetMethod is not { Name: "Track", ContainingType: { Name: "RudderStackLoggerExtensions" } helpers } || helpers.ContainingNamespace.ToDisplayString() is not ("Serilog" or "Microsoft.Extensions.Logging"))
            return;
        if (invocation.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "eventName")?.Value is not { ConstantValue: { HasValue: true, Value: string name } } value)
            return;
        if (types.Value.Events.Count == 0 || types.Value.HasEvent(name))
            return;

        var near = NearNames.Of(name, types.Value.Events);
        var advice = near.Count == 0 ? "Add it to the plan, or take one of its calls" : $"Planned is {string.Join(" or ", near.Select(static one => $"\"{one}\""))}";
        context.ReportDiagnostic(Diagnostic.Create(
            TrackingPlans.Diagnostics.UnplannedEvent,
            value.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(UsageIds.Suggestions, string.Join("\n", near)),
            $"No tracking plan has the event \"{name}\". {advice}."));
    }

    static void CheckValue(OperationAnalysisContext context, Lazy<PlannedTypes> types)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { ContainingType.ContainingType: not null } property })
            return;
        if (types.Value.MembersOf(property.ContainingType)?.FirstOrDefault(member => member.Name == property.Name) is not { } member)
            return;

        var problem = EnumProblem(assignment.Value, types.Value) ?? ProblemOf(member, Unconverted(assignment.Value));
        if (problem is not null)
            context.ReportDiagnostic(Diagnostic.Create(TrackingPlans.Diagnostics.BrokenRule, assignment.Value.Syntax.GetLocation(), $"By the tracking plan {member.Key} {problem}."));
    }

    // The value of a discriminator.
    static void CheckArguments(OperationAnalysisContext context, Lazy<PlannedTypes> types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type?.ContainingType is null || creation.Arguments.Length != 1 || types.Value.MembersOf(creation.Type) is null)
            return;
        if (EnumProblem(creation.Arguments[0].Value, types.Value) is { } problem)
            context.ReportDiagnostic(Diagnostic.Create(TrackingPlans.Diagnostics.BrokenRule, creation.Arguments[0].Value.Syntax.GetLocation(), $"By the tracking plan the value {problem}."));
    }

    static void CheckRequired(OperationAnalysisContext context, Lazy<PlannedTypes> types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type?.ContainingType is null || types.Value.MembersOf(creation.Type) is not { } members)
            return;

        var set = new HashSet<string>(
            creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Select(static one => (one.Target as IPropertyReferenceOperation)?.Property.Name ?? "") ?? [],
            StringComparer.Ordinal);
        var missing = members.Where(member => member.IsRequired && member.Type.Type is not null && !set.Contains(member.Name) && !IsSetLater(creation.Syntax, member.Name)).ToList();
        if (missing.Count == 0)
            return;

        context.ReportDiagnostic(Diagnostic.Create(
            TrackingPlans.Diagnostics.MissingMember,
            creation.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(UsageIds.Members, string.Join("\n", missing.Select(static member => member.Name))),
            $"The tracking plan requires {string.Join(", ", missing.Select(static member => member.Key))}: set {string.Join(", ", missing.Select(static member => member.Name))}."));
    }

    static string? ProblemOf(MemberShape member, IOperation value)
    {
        if (value.ConstantValue is { HasValue: true, Value: { } constant })
            return ConstantRules.Check(member.Property.Type, constant);
        return CountOf(value) is { } count ? ConstantRules.CheckCount(member.Property.Type, count) : null;
    }

    static string? EnumProblem(IOperation value, PlannedTypes types)
    {
        while (value is IConversionOperation { Operand: var operand } conversion && types.ValuesOf(conversion.Type) is null)
            value = operand;
        return value is { ConstantValue: { HasValue: true, Value: int number } } && types.ValuesOf(value.Type) is { } count && (number < 1 || number > count)
            ? $"is one of the values of the enum {value.Type!.Name}"
            : null;
    }

    static IOperation Unconverted(IOperation value)
    {
        while (!value.ConstantValue.HasValue && value is IConversionOperation { Operand: var operand })
            value = operand;
        return value;
    }

    // Collection expressions have no operation of their own in the oldest compiler that loads this.
    static int? CountOf(IOperation value) => value switch
    {
        _ when value.Syntax is CollectionExpressionSyntax list => list.Elements.All(static one => one is ExpressionElementSyntax) ? list.Elements.Count : null,
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.Length,
        _ => null,
    };

    // Into a variable, whose member is assigned in the same block: var order = new X(); order.Id = 1;
    static bool IsSetLater(SyntaxNode creation, string member)
    {
        var variable = creation.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } => name.Identifier.ValueText,
            _ => null,
        };
        return variable is not null && creation.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
            assignment.SpanStart > creation.SpanStart
            && assignment.Left is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax target, Name.Identifier.ValueText: var assigned }
            && target.Identifier.ValueText == variable
            && assigned == member) == true;
    }
}
