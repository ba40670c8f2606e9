using RudderStack.TrackingPlans.Model;
using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Reads the spec of a tracking plan. When everything that it refers to is defined.</summary>
sealed class PlanSpecReader(Dialect dialect, FaultList faults, Entries entries)
{
    public TrackingPlan? Read(Fields spec, YamlMapping? metadata)
    {
        spec.AllowOnly(dialect, "id", "display_name", "description", "rules");
        var plan = new TrackingPlan(spec.Required("id", "shop"), spec.Place)
        {
            DisplayName = spec.DisplayName("display_name"),
            Description = spec.Description(beginsWithLetter: true),
        };
        plan.RemoteIds = RemoteIdsOf(plan.Id, metadata);
        plan.HasFault = spec.HasFault;
        if (plan.Id.Length == 0)
            return null;

        entries.Add(EntryKind.TrackingPlan, plan, spec.PlaceOf("id"));
        if (plan.DisplayName.Length > 0)
            entries.AddUnique(EntryKind.TrackingPlan, $"The display_name \"{plan.DisplayName}\"", plan, spec.PlaceOf("display_name"));
        return plan;
    }

    public void ReadRules(Fields spec, TrackingPlan? plan)
    {
        var rules = new List<EventRule>();
        var ids = new List<(string Id, Place Place)>();
        foreach (var mapping in spec.Mappings("rules"))
        {
            var fields = new Fields(mapping, faults);
            var rule = ReadRule(fields, ids);
            if (rule is null)
                continue;
            if (rules.Exists(other => other.Event == rule.Event))
                faults.Add(FaultKind.Duplicate, fields.PlaceOf("event"), $"The event {rule.Event.Id} has a rule in this plan already.");
            rule.HasFault |= fields.HasFault;
            rules.Add(rule);
        }

        foreach (var (id, place) in ids.Where(rule => rule.Id.Length > 0 && ids.Count(other => other.Id == rule.Id) > 1))
            faults.Add(FaultKind.Duplicate, place, $"The id \"{id}\" is used twice in the rules of this plan.");
        if (plan is not null)
            plan.Rules = rules;
    }

    EventRule? ReadRule(Fields fields, List<(string Id, Place Place)> ids)
    {
        fields.AllowOnly(dialect, "type", "id", "event", "identity_section", "additional_properties", "properties", "variants");
        if (fields.Required("type", "event_rule") is not ("" or "event_rule"))
            fields.Fault("type", "The type of a rule is event_rule.");
        var rule = new EventRule(fields.Required("id", "order_completed"), fields.Place);
        ids.Add((rule.Id, fields.PlaceOf("id")));

        var planned = dialect.IsV1 ? ReadEvent(fields, fields, "event", rule) : ReadLegacyEvent(fields, rule);
        var uses = new UseReader(dialect, faults, entries);
        rule.Properties = uses.ReadNesting(fields);
        rule.Variant = uses.ReadVariant(fields, rule.Properties, "the rule");
        if (planned is null)
            return null;

        rule.Event = planned;
        return rule;
    }

    PlanEvent? ReadLegacyEvent(Fields fields, EventRule rule)
    {
        if (fields.Find("includes") is not null)
            fields.Fault("includes", "includes is not supported. Write the rule of each event.");
        if (fields.Find("event") is null)
        {
            fields.Fault("event", $"event is missing. Write event: {{$ref: \"{dialect.ReferenceTo(EntryKind.Event)}\"}}.");
            return null;
        }

        return fields.Mapping("event") is { } mapping ? ReadEvent(fields, new Fields(mapping, faults), "$ref", rule) : null;
    }

    PlanEvent? ReadEvent(Fields fields, Fields beside, string key, EventRule rule)
    {
        rule.IsOpen = beside.Flag(dialect.IsV1 ? "additional_properties" : "allow_unplanned") ?? false;
        rule.Section = ReadSection(beside);
        var reference = beside.Required(key, $"\"{dialect.ReferenceTo(EntryKind.Event)}\"");
        if (reference.Length == 0)
            return null;
        if (dialect.IdOf(reference, EntryKind.Event) is not { } id)
        {
            beside.Fault(key, $"{reference} is no reference to an event. Write {dialect.ReferenceTo(EntryKind.Event)}.");
            return null;
        }

        if (entries.Find(EntryKind.Event, id) is PlanEvent planned)
            return planned;

        faults.Add(FaultKind.Reference, fields.PlaceOf("event"), $"No event has the id {id}; {entries.Known(EntryKind.Event)}.");
        return null;
    }

    static IdentitySection ReadSection(Fields fields)
    {
        switch (fields.Text("identity_section"))
        {
            case null or "properties":
                return IdentitySection.Properties;
            case "traits":
                return IdentitySection.Traits;
            case "context.traits":
                return IdentitySection.ContextTraits;
            case var other:
                fields.Fault("identity_section", $"{other} is no section. Sections are properties, traits and context.traits.");
                return IdentitySection.Properties;
        }
    }

    // Other tools write metadata too, so nothing of it is a fault.
    static List<string> RemoteIdsOf(string id, YamlMapping? metadata)
    {
        var workspaces = (metadata?.Find("import")?.Value as YamlMapping)?.Find("workspaces")?.Value as YamlSequence;
        return [.. from workspace in Mappings(workspaces)
                   from resource in Mappings(workspace.Find("resources")?.Value as YamlSequence)
                   where TextOf(resource, "urn") == "tracking-plan:" + id || TextOf(resource, "local_id") == id
                   let remoteId = TextOf(resource, "remote_id")
                   where !string.IsNullOrEmpty(remoteId)
                   select remoteId];
    }

    static IEnumerable<YamlMapping> Mappings(YamlSequence? list) => list?.Items.OfType<YamlMapping>() ?? [];

    static string? TextOf(YamlMapping mapping, string key) => (mapping.Find(key)?.Value as YamlScalar)?.Value as string;
}
