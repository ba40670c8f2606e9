using RudderStack.TrackingPlans;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.Local.Plans;

/// <summary>Reads the plans that options name. Each folder is read once.</summary>
sealed class PlanLoader
{
    const int MostFaults = 50;

    readonly Dictionary<string, PlanCatalog> _catalogs = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">It cannot be loaded; the message says what to change.</exception>
    public PlanCheck Load(string reference, string? source)
    {
        var (folder, id) = PlanReference.Parse(reference);
        var catalog = Read(folder);
        var plan = Find(catalog, folder, id);
        return new PlanCheck(plan, FindSource(catalog, plan, source));
    }

    PlanCatalog Read(string folder)
    {
        if (_catalogs.TryGetValue(folder, out var known))
            return known;
        if (!Directory.Exists(folder))
            throw new ArgumentException($"The folder \"{folder}\" of the tracking plan is not there. Looked at: {Path.GetFullPath(folder)}.");

        PlanCatalog catalog;
        try
        {
            catalog = PlanReader.Read(PlanFolder.Read(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The tracking plan in \"{folder}\" cannot be read: {exception.Message}", exception);
        }

        if (catalog.Faults.Count > 0)
            throw new ArgumentException(Describe(folder, catalog.Faults));
        return _catalogs[folder] = catalog;
    }

    static string Describe(string folder, IReadOnlyList<PlanFault> faults)
    {
        var lines = faults.Take(MostFaults).Select(fault => "  " + fault);
        var more = faults.Count > MostFaults ? $"\n  and {faults.Count - MostFaults} more" : "";
        return $"The tracking plan in \"{folder}\" has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}:\n{string.Join('\n', lines)}{more}";
    }

    static TrackingPlan Find(PlanCatalog catalog, string folder, string? id)
    {
        if (catalog.Plans.Count == 0)
            throw new ArgumentException($"The folder \"{folder}\" has no tracking plan: none of its .yaml and .yml files is of the kind tracking-plan.");
        if (id is null)
        {
            return catalog.Plans is [var only]
                ? only
                : throw new ArgumentException($"The folder \"{folder}\" has {catalog.Plans.Count} tracking plans. Name one of them: {List(catalog.Plans.Select(plan => $"{folder}#{plan.Id}"))}.");
        }

        return catalog.Plans.FirstOrDefault(plan => plan.Id == id)
            ?? throw new ArgumentException($"The folder \"{folder}\" has no tracking plan with the id \"{id}\". It has {List(catalog.Plans.Select(plan => plan.Id))}.");
    }

    static EventSource? FindSource(PlanCatalog catalog, TrackingPlan plan, string? id)
    {
        var sources = catalog.Sources.Where(source => source.PlanId == plan.Id).ToList();
        if (id is not null)
        {
            return sources.Find(source => source.Id == id) ?? throw new ArgumentException(sources.Count == 0
                ? $"No source in the folder names the tracking plan \"{plan.Id}\", so \"{id}\" cannot be its source."
                : $"The source \"{id}\" does not name the tracking plan \"{plan.Id}\". Those that do: {List(sources.Select(source => source.Id))}.");
        }

        return sources.Count < 2
            ? sources.FirstOrDefault()
            : throw new ArgumentException($"{sources.Count} sources name the tracking plan \"{plan.Id}\", and each has its own settings. Choose one with --source or the option {nameof(LocalDataPlaneOptions.Source)}: {List(sources.Select(source => source.Id))}.");
    }

    static string List(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
