using System.Collections.Immutable;
using RudderStack.TrackingPlans;
using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;
using Serilog.Sinks.RudderStack.TrackingPlans.Shapes;
using Serilog.Sinks.RudderStack.TrackingPlans.Writing;

namespace Serilog.Sinks.RudderStack.TrackingPlans;

/// <summary>What is made of the plans of a program: files, and what is wrong.</summary>
sealed class PlanOutput
{
    readonly ImmutableArray<GeneratedFile>.Builder _files = ImmutableArray.CreateBuilder<GeneratedFile>();
    readonly ImmutableArray<PlanDiagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<PlanDiagnostic>();

    public ImmutableArray<GeneratedFile> Files => _files.ToImmutable();

    public ImmutableArray<PlanDiagnostic> Diagnostics => _diagnostics.Distinct().ToImmutableArray();

    public static PlanOutput Make(ImmutableArray<PlanText> texts, ImmutableArray<Anchor> anchors, Target target, CancellationToken cancellationToken)
    {
        var output = new PlanOutput();
        var catalog = output.Read(texts, cancellationToken);
        var good = new List<(Anchor Anchor, TrackingPlan Plan)>();
        // An attribute that stands at two parts of a class is the compiler's to report.
        foreach (var anchor in anchors.GroupBy(static anchor => anchor.FullName).Select(static group => group.First()))
        {
            if (output.FindPlan(anchor, catalog) is { } plan)
                good.Add((anchor, plan));
        }

        output.ReportSharedEvents(good);
        foreach (var (anchor, plan) in good)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.Generate(anchor, plan, target);
        }

        return output;
    }

    PlanCatalog Read(ImmutableArray<PlanText> texts, CancellationToken cancellationToken)
    {
        foreach (var text in texts.Where(static text => text.Text is null))
            _diagnostics.Add(PlanDiagnostic.Of(new PlanFault(FaultKind.File, new Place(text.Path, 1, 1), "The file cannot be read.")));

        var catalog = PlanReader.Read(texts.Where(static text => text.Text is not null).Select(static text => new PlanFile(text.Path, text.Text!)), cancellationToken);
        _diagnostics.AddRange(catalog.Faults.Select(PlanDiagnostic.Of));
        return catalog;
    }

    TrackingPlan? FindPlan(Anchor anchor, PlanCatalog catalog)
    {
        if (anchor.Fault is { } fault)
        {
            Report(TrackingPlans.Diagnostics.NoAnchor, anchor, $"Nothing can be generated in {anchor.Name}: {fault}. Declare it as: static partial class {anchor.Name} {{ }}.");
            return null;
        }

        if (catalog.Plans.FirstOrDefault(plan => plan.Id == anchor.PlanId) is { } found)
            return found;

        var known = catalog.Plans.Select(static plan => plan.Id).Distinct().OrderBy(static id => id, StringComparer.Ordinal).ToList();
        Report(TrackingPlans.Diagnostics.NoPlan, anchor, known.Count == 0
            ? $"There is no tracking plan \"{anchor.PlanId}\", and none at all. Add its files to the project: <RudderStackPlan Include=\"tracking/**/*.y*ml\" />."
            : $"There is no tracking plan \"{anchor.PlanId}\". There are: {string.Join(", ", known)}.");
        return null;
    }

    // A call that both have cannot be told apart by its arguments where they are new().
    void ReportSharedEvents(List<(Anchor Anchor, TrackingPlan Plan)> good)
    {
        foreach (var group in good.GroupBy(static one => one.Anchor.Namespace).Where(static group => group.Count() > 1))
        {
            var members = group.ToList();
            for (var i = 1; i < members.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var shared = members[i].Plan.Rules.Select(static rule => rule.Event).Intersect(members[j].Plan.Rules.Select(static rule => rule.Event)).ToList();
                    if (shared.Count > 0 && members[i].Anchor.Name != members[j].Anchor.Name)
                        Report(TrackingPlans.Diagnostics.SharedEvent, members[i].Anchor, $"{members[i].Anchor.Name} and {members[j].Anchor.Name} stand in one namespace and share events ({string.Join(", ", shared.Take(3).Select(static one => one.Id))}{(shared.Count > 3 ? ", ..." : "")}). Name the class at such a call: new {members[i].Anchor.Name}.X {{ ... }}, or call {members[i].Anchor.Name}LoggerExtensions.TrackX(logger, ...).");
                }
            }
        }
    }

    void Generate(Anchor anchor, TrackingPlan plan, Target target)
    {
        var shape = ShapeBuilder.Build(plan, anchor, target);
        _diagnostics.AddRange(shape.Faults.Select(PlanDiagnostic.Of));

        var id = anchor.TrackingPlanId ?? (plan.RemoteIds.Count == 1 ? plan.RemoteIds[0] : null);
        _files.AddRange(new PlanWriter(anchor, target).Write(shape, id, anchor.TrackingPlanVersion));
    }

    void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, Anchor anchor, string text) =>
        _diagnostics.Add(new PlanDiagnostic(descriptor, anchor.Location, text));
}
