using RudderStack.TrackingPlans.Model;
using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Reads what a source does about violations. Nothing of it is a fault: its content is rudder-cli's to check.</summary>
static class SourceReader
{
    static readonly (string Word, EventKind Kind)[] Kinds =
    [
        ("track", EventKind.Track),
        ("identify", EventKind.Identify),
        ("group", EventKind.Group),
        ("page", EventKind.Page),
        ("screen", EventKind.Screen),
    ];

    public static EventSource? Read(YamlMapping spec, Dialect dialect)
    {
        if ((spec.Find("id")?.Value as YamlScalar)?.Value is not string { Length: > 0 } id)
            return null;

        var source = new EventSource(id, spec.Place);
        var validations = Inside(Inside(spec, "governance"), "validations");
        if ((validations?.Find("tracking_plan")?.Value as YamlScalar)?.Value is string reference)
            source.PlanId = dialect.IdOf(reference, EntryKind.TrackingPlan) ?? Dialect.V1.IdOf(reference, EntryKind.TrackingPlan) ?? Dialect.V01.IdOf(reference, EntryKind.TrackingPlan);

        var config = Inside(validations, "config");
        foreach (var (word, kind) in Kinds)
        {
            if (Inside(config, word) is not { } settings)
                continue;
            source.Settings[kind] = new ViolationSettings
            {
                PropagateViolations = Flag(settings, "propagate_violations"),
                DropUnplannedProperties = Flag(settings, "drop_unplanned_properties"),
                DropOtherViolations = Flag(settings, "drop_other_violations"),
                DropUnplannedEvents = Flag(settings, "drop_unplanned_events"),
            };
        }

        return source;
    }

    static YamlMapping? Inside(YamlMapping? mapping, string key) => mapping?.Find(key)?.Value as YamlMapping;

    static bool Flag(YamlMapping mapping, string key) => (mapping.Find(key)?.Value as YamlScalar)?.Value is true;
}
