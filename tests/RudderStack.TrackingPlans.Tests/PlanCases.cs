using System.Text.Json;

namespace RudderStack.TrackingPlans.Tests;

/// <summary>The plans of the folder Plans, with what RudderStack's own tool says of each.</summary>
static class PlanCases
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Plans");
    static readonly JsonElement Outcomes = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "outcomes.json"))).RootElement.GetProperty("plans");

    public static IEnumerable<string> Names => Outcomes.EnumerateObject().Select(static plan => plan.Name);

    public static bool IsValid(string name) => Outcomes.GetProperty(name).GetProperty("valid").GetBoolean();

    /// <summary>The faults that have a place, and what is said of each.</summary>
    public static IEnumerable<(Place Place, string Says)> FaultsOf(string name) =>
        from error in Outcomes.GetProperty(name).TryGetProperty("errors", out var errors) ? errors.EnumerateArray().ToArray() : []
        where error.GetProperty("line").ValueKind == JsonValueKind.Number
        select (new Place(error.GetProperty("file").GetString()!, error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()), error.GetProperty("says").GetString()!);

    public static Model.PlanCatalog Read(string name) => PlanReader.Read(PlanFolder.Read(Path.Combine(Folder, name)));
}
