using RudderStack.TrackingPlans.Model;
using RudderStack.TrackingPlans.Reading;

namespace RudderStack.TrackingPlans;

/// <summary>Reads the files of a folder of tracking plans, in both versions of RudderStack's format.</summary>
/// <remarks>
/// It accepts and refuses what <c>rudder-cli validate</c> does. All faults are reported, each with a place; what none of them
/// touches is read.
/// </remarks>
static class PlanReader
{
    /// <summary>Reads files; their order does not matter.</summary>
    public static PlanCatalog Read(IEnumerable<PlanFile> files, CancellationToken cancellationToken = default)
    {
        var faults = new FaultList();
        var entries = new Entries(faults);
        var plans = new List<TrackingPlan>();
        var sources = new List<EventSource>();

        // First everything is defined, then what refers to it.
        var references = new List<Action>();
        var rules = new List<Action>();
        foreach (var file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Envelope.Read(file, faults) is not { } envelope)
                continue;

            var spec = new Fields(envelope.Spec, faults);
            var reader = new SpecReader(envelope.Dialect, faults, entries, references.Add);
            switch (envelope.Kind)
            {
                case "properties":
                    reader.ReadProperties(spec);
                    break;
                case "events":
                    reader.ReadEvents(spec);
                    break;
                case "categories":
                    reader.ReadCategories(spec);
                    break;
                case "custom-types":
                    reader.ReadCustomTypes(spec);
                    break;
                case "tracking-plan" or "tp":
                    var planReader = new PlanSpecReader(envelope.Dialect, faults, entries);
                    var plan = planReader.Read(spec, envelope.Metadata);
                    if (plan is not null)
                        plans.Add(plan);
                    rules.Add(() => planReader.ReadRules(spec, plan));
                    break;
                case "event-stream-source" when SourceReader.Read(envelope.Spec, envelope.Dialect) is { } source:
                    sources.Add(source);
                    break;
            }
        }

        foreach (var resolve in references.Concat(rules))
        {
            cancellationToken.ThrowIfCancellationRequested();
            resolve();
        }

        entries.ReportDuplicates();
        var cycles = new Cycles(faults);
        foreach (var type in entries.All<CustomType>(EntryKind.CustomType))
            cycles.Report(type);
        FaultSpread.Over(plans);
        return new PlanCatalog { Plans = plans, Sources = sources, Faults = faults.Sorted() };
    }
}
