namespace RudderStack.TrackingPlans.Model;

/// <summary>Something that a plan's files define under an id.</summary>
abstract class PlanEntry
{
    protected PlanEntry(string id, Place place)
    {
        Id = id;
        Place = place;
    }

    public string Id { get; }

    /// <summary>Where it is defined.</summary>
    public Place Place { get; }

    public string? Description { get; set; }

    /// <summary>Whether something is wrong with it, so that nothing is to be made of it.</summary>
    public bool HasFault { get; set; }
}

/// <summary>A property of an event, of traits or of an object.</summary>
sealed class PlanProperty(string id, Place place) : PlanEntry(id, place)
{
    /// <summary>The key on the wire.</summary>
    public string Name { get; set; } = "";

    public PlanType Type { get; set; } = new();
}

/// <summary>A type that properties share.</summary>
sealed class CustomType(string id, Place place) : PlanEntry(id, place)
{
    public string Name { get; set; } = "";

    public PlanType Type { get; set; } = new();

    /// <summary>Of an object: whether it may have more than its properties.</summary>
    public bool IsOpen { get; set; } = true;

    public IReadOnlyList<PropertyUse> Properties { get; set; } = [];

    public Variant? Variant { get; set; }
}

/// <summary>A category of events.</summary>
sealed class PlanCategory(string id, Place place) : PlanEntry(id, place)
{
    public string Name { get; set; } = "";
}

/// <summary>An event.</summary>
sealed class PlanEvent(string id, Place place) : PlanEntry(id, place)
{
    public EventKind Kind { get; set; }

    /// <summary>The name of a track event; empty for the other kinds.</summary>
    public string Name { get; set; } = "";

    public PlanCategory? Category { get; set; }
}

/// <summary>The kinds of event that a plan can have.</summary>
enum EventKind
{
    Track,
    Identify,
    Group,
    Page,
    Screen,
}

/// <summary>A tracking plan.</summary>
sealed class TrackingPlan(string id, Place place) : PlanEntry(id, place)
{
    public string DisplayName { get; set; } = "";

    public IReadOnlyList<EventRule> Rules { get; set; } = [];

    /// <summary>The ids that workspaces have given it, where <c>rudder-cli import</c> wrote them down.</summary>
    public IReadOnlyList<string> RemoteIds { get; set; } = [];
}

/// <summary>What a plan says of one event.</summary>
sealed class EventRule(string id, Place place) : PlanEntry(id, place)
{
    public PlanEvent Event { get; set; } = null!;

    public IdentitySection Section { get; set; }

    public bool IsOpen { get; set; }

    public IReadOnlyList<PropertyUse> Properties { get; set; } = [];

    public Variant? Variant { get; set; }
}

/// <summary>The part of a message that a rule is about.</summary>
enum IdentitySection
{
    Properties,
    Traits,
    ContextTraits,
}

/// <summary>A property in a list: of a rule, a nested object, a custom type or a case.</summary>
sealed class PropertyUse(PlanProperty property, Place place)
{
    public PlanProperty Property { get; } = property;

    public Place Place { get; } = place;

    public bool IsRequired { get; set; }

    /// <summary>What is planned inside, where the property is an object or an array of objects; empty for none.</summary>
    public IReadOnlyList<PropertyUse> Nested { get; set; } = [];

    /// <summary>Whether the nested object may have more than what is planned.</summary>
    public bool IsOpen { get; set; } = true;
}

/// <summary>Properties that depend on the value of one of them.</summary>
sealed class Variant
{
    public PlanProperty Discriminator { get; set; } = null!;

    public IReadOnlyList<VariantCase> Cases { get; set; } = [];

    /// <summary>What holds when no case does; null where the plan does not say.</summary>
    public IReadOnlyList<PropertyUse>? Default { get; set; }
}

/// <summary>The properties for some values of a discriminator.</summary>
sealed class VariantCase
{
    public string DisplayName { get; set; } = "";

    public string? Description { get; set; }

    /// <summary>The values: <see cref="bool"/>, <see cref="decimal"/>, <see cref="double"/> or <see cref="string"/>.</summary>
    public IReadOnlyList<object> Match { get; set; } = [];

    public IReadOnlyList<PropertyUse> Properties { get; set; } = [];
}

/// <summary>A source of a workspace, with what it does about violations of its plan.</summary>
sealed class EventSource(string id, Place place) : PlanEntry(id, place)
{
    /// <summary>The id of the plan that its events are checked by; null for none.</summary>
    public string? PlanId { get; set; }

    /// <summary>The settings of each kind of event.</summary>
    public Dictionary<EventKind, ViolationSettings> Settings { get; } = [];
}

/// <summary>What a source does about violations.</summary>
sealed class ViolationSettings
{
    public bool PropagateViolations { get; set; }

    public bool DropUnplannedProperties { get; set; }

    public bool DropOtherViolations { get; set; }

    public bool DropUnplannedEvents { get; set; }
}

/// <summary>Everything that the files of a folder say, and what is wrong with them.</summary>
sealed class PlanCatalog
{
    public IReadOnlyList<TrackingPlan> Plans { get; set; } = [];

    public IReadOnlyList<EventSource> Sources { get; set; } = [];

    public IReadOnlyList<PlanFault> Faults { get; set; } = [];
}
