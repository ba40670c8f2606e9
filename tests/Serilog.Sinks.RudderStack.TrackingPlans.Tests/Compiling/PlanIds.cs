using RudderStack.TrackingPlans;
using RudderStack.TrackingPlans.Model;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

/// <summary>The plans of a case, read.</summary>
static class PlanIds
{
    public static IEnumerable<string> OfCase(string name) => Read(PlanFiles.OfCase(name)).Plans.Select(static plan => plan.Id);

    public static PlanCatalog Read((string Path, string Text)[] files) => PlanReader.Read(files.Select(static file => new PlanFile(file.Path, file.Text)));
}
