using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>The four members around every spec: version, kind, metadata, spec.</summary>
sealed class Envelope
{
    static readonly string[] Members = ["version", "kind", "metadata", "spec"];
    static readonly string[] Versions = ["rudder/v1", "rudder/0.1", "rudder/v0.1"];
    static readonly string[] PlanKinds = ["properties", "events", "categories", "custom-types", "tracking-plan", "tp"];

    // Of rudder-cli as well; what they say is not checked here.
    static readonly string[] OtherKinds = ["event-stream-source", "transformation", "transformation-library", "data-graph", "retl-source-sql-model"];

    Envelope(string kind, Dialect dialect, YamlMapping? metadata, YamlMapping spec)
    {
        Kind = kind;
        Dialect = dialect;
        Metadata = metadata;
        Spec = spec;
    }

    public string Kind { get; }

    public Dialect Dialect { get; }

    public YamlMapping? Metadata { get; }

    public YamlMapping Spec { get; }

    /// <summary>Reads a file's envelope; null for another tool's file, and for one that is wrong, which has been reported.</summary>
    public static Envelope? Read(PlanFile file, FaultList faults)
    {
        var document = YamlText.Read(file, faults);
        if (document is null)
            return null;
        if (document is not YamlMapping root)
        {
            faults.Add(FaultKind.Envelope, document.Place, $"A file of a tracking plan is a mapping with version, kind, metadata and spec, but this is {document.Kind}.");
            return null;
        }

        var version = TextOf(root, "version");
        var kind = TextOf(root, "kind");
        var isOurs = version?.StartsWith("rudder/", StringComparison.Ordinal) == true || IsAny(PlanKinds, kind) || IsAny(OtherKinds, kind);
        return isOurs ? Read(root, version, kind, faults) : null;
    }

    static Envelope? Read(YamlMapping root, string? version, string? kind, FaultList faults)
    {
        var before = faults.Count;
        foreach (var entry in root.Entries.Where(static entry => !IsAny(Members, entry.Key)))
            Fault(entry.Place, $"{entry.Key} is not known here. A file has version, kind, metadata and spec, and nothing else.");

        if (!IsAny(Versions, version))
            Fault(PlaceOf("version"), root.Find("version") is null ? "version is missing. Write version: rudder/v1." : "This version is not known. Write version: rudder/v1.");
        var dialect = version == Versions[0] ? Dialect.V1 : Dialect.V01;

        if (root.Find("kind") is null)
            Fault(root.Place, $"kind is missing. It is one of {string.Join(", ", PlanKinds.Take(5))}.");
        else if (!IsAny(PlanKinds, kind) && !IsAny(OtherKinds, kind))
            Fault(PlaceOf("kind"), $"This kind is not known. It is one of {string.Join(", ", PlanKinds.Take(5))}.");
        else if (IsAny(Versions, version) && kind == (dialect.IsV1 ? "tp" : "tracking-plan"))
            Fault(PlaceOf("kind"), dialect.IsV1 ? "In version rudder/v1 the kind of a tracking plan is tracking-plan." : $"In version {version} the kind of a tracking plan is tp.");

        var metadata = MappingOf("metadata", "Write metadata: {name: shop}.");
        if (metadata is not null && TextOf(metadata, "name") is null or "")
            Fault(PlaceOf("metadata"), "metadata needs a name, which is text.");
        var spec = MappingOf("spec", "It holds the definitions.");
        return faults.Count > before ? null : new Envelope(kind!, dialect, metadata, spec!);

        YamlMapping? MappingOf(string key, string advice)
        {
            if (root.Find(key)?.Value is YamlMapping mapping)
                return mapping;
            Fault(PlaceOf(key), $"{key} {(root.Find(key) is null ? "is missing" : "must be a mapping")}. {advice}");
            return null;
        }

        Place PlaceOf(string key) => root.Find(key)?.Place ?? root.Place;

        void Fault(Place place, string text) => faults.Add(FaultKind.Envelope, place, text);
    }

    static string? TextOf(YamlMapping mapping, string key) => (mapping.Find(key)?.Value as YamlScalar)?.Value as string;

    static bool IsAny(string[] words, string? word) => Array.IndexOf(words, word) >= 0;
}
