using RudderStack.TrackingPlans.Model;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>What all files define, by kind and id; who refers to something finds it here, in whichever file it stands.</summary>
sealed class Entries(FaultList faults)
{
    readonly Dictionary<(EntryKind, string), List<PlanEntry>> _byId = [];
    readonly Dictionary<(EntryKind, string), List<(PlanEntry Entry, Place Place)>> _byName = [];

    /// <summary>Adds what has this id; <paramref name="place"/> is that of the id.</summary>
    public void Add(EntryKind kind, PlanEntry entry, Place place)
    {
        if (!_byId.TryGetValue((kind, entry.Id), out var same))
            _byId.Add((kind, entry.Id), same = []);
        same.Add(entry);
        Remember("\0" + entry.Id, kind, entry, place);
    }

    /// <summary>Adds something that no other entry of its kind may share, such as a name.</summary>
    public void AddUnique(EntryKind kind, string what, PlanEntry entry, Place place) => Remember(what, kind, entry, place);

    public PlanEntry? Find(EntryKind kind, string id) => _byId.TryGetValue((kind, id), out var entries) ? entries[0] : null;

    public IEnumerable<T> All<T>(EntryKind kind)
        where T : PlanEntry => _byId.Where(pair => pair.Key.Item1 == kind).SelectMany(static pair => pair.Value).Cast<T>();

    /// <summary>Ids of this kind, for those who name one that is not there.</summary>
    public string Known(EntryKind kind)
    {
        var ids = _byId.Keys.Where(key => key.Item1 == kind).Select(static key => key.Item2).OrderBy(static id => id, StringComparer.Ordinal).ToList();
        return ids.Count switch
        {
            0 => "none is defined",
            <= 10 => "defined are: " + string.Join(", ", ids),
            _ => $"{ids.Count} others are defined",
        };
    }

    /// <summary>Reports what is used twice, at each place.</summary>
    public void ReportDuplicates()
    {
        foreach (var pair in _byName.Where(static pair => pair.Value.Count > 1))
        {
            var (kind, what) = pair.Key;
            foreach (var (entry, place) in pair.Value)
            {
                var other = pair.Value.First(one => one.Place != place || pair.Value.All(each => each.Place == place)).Place;
                var subject = what[0] == '\0' ? $"The id \"{what.Substring(1)}\"" : what;
                faults.Add(FaultKind.Duplicate, place, $"{subject} is also in {other}. Among {NameOf(kind)} it must be unique.");
                entry.HasFault = true;
            }
        }
    }

    void Remember(string what, EntryKind kind, PlanEntry entry, Place place)
    {
        if (!_byName.TryGetValue((kind, what), out var same))
            _byName.Add((kind, what), same = []);
        same.Add((entry, place));
    }

    static string NameOf(EntryKind kind) => kind switch
    {
        EntryKind.Property => "properties",
        EntryKind.Event => "events",
        EntryKind.Category => "categories",
        EntryKind.CustomType => "custom types",
        _ => "tracking plans",
    };
}
