using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RudderStack.TrackingPlans;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;
using Serilog.Sinks.RudderStack.TrackingPlans.Writing;

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
        if (!types.Value.HasAllEvents || types.Value.Events.Count == 0 || types.Value.HasEvent(name))
            return;

        var near = NearNames.Of(name, types.Value.Events);
        var advice = near.Count == 0 ? "Add it to the plan, or take one of its calls" : $"Planned is {string.Join(" or ", near.Select(Literals.Text))}";
        context.ReportDiagnostic(Diagnostic.Create(
            TrackingPlans.Diagnostics.UnplannedEvent,
            value.Syntax.GetLocation(),
            near.Select(static (one, i) => new KeyValuePair<string, string?>(UsageIds.Suggestion + i, one)).ToImmutableDictionary(),
            $"No tracking plan has the event {Literals.Text(name)}. {advice}."));
    }

    static void CheckValue(OperationAnalysisContext context, Lazy<PlannedTypes> types)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { ContainingType.ContainingType: not null } property })
            return;
        if (types.Value.MembersOf(property.ContainingType)?.FirstOrDefault(member => member.Name == property.Name) is not { } member)
            return;

        Report(context, new ValueCheck(types.Value).FaultsOf(assignment.Value, member.IsMerged ? null : member.Property.Type, member.Key));
    }

    // The value of a discriminator.
    static void CheckArguments(OperationAnalysisContext context, Lazy<PlannedTypes> types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type?.ContainingType is null || creation.Arguments.Length != 1 || types.Value.MembersOf(creation.Type) is null)
            return;
        Report(context, new ValueCheck(types.Value).FaultsOf(creation.Arguments[0].Value, type: null, "the value"));
    }

    static void CheckRequired(OperationAnalysisContext context, Lazy<PlannedTypes> types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type?.ContainingType is null || types.Value.MembersOf(creation.Type) is not { } members)
            return;

        var set = new HashSet<string>(
            creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Select(static one => (one.Target as IPropertyReferenceOperation)?.Property.Name ?? "") ?? [],
            StringComparer.Ordinal);
        var missing = members.Where(member => member.IsRequired && member.Type.Type is not null && !set.Contains(member.Name)).ToList();
        if (missing.Count == 0 || LaterAssignments.Of(creation.Syntax, creation.SemanticModel!) is not { } later)
            return;

        missing.RemoveAll(member => later.Contains(member.Name));
        if (missing.Count == 0)
            return;

        context.ReportDiagnostic(Diagnostic.Create(
            TrackingPlans.Diagnostics.MissingMember,
            creation.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(UsageIds.Members, string.Join("\n", missing.Select(static member => member.Name))),
            $"The tracking plan requires {string.Join(", ", missing.Select(static member => member.Key))}: set {string.Join(", ", missing.Select(static member => member.Name))}."));
    }

    static void Report(OperationAnalysisContext context, IEnumerable<(SyntaxNode Place, string Text)> faults)
    {
        foreach (var (place, text) in faults)
            context.ReportDiagnostic(Diagnostic.Create(TrackingPlans.Diagnostics.BrokenRule, place.GetLocation(), text));
    }
}
