using System.Text.RegularExpressions;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>The words of a version of the format.</summary>
sealed class Dialect
{
    public static readonly Dialect V1 = new()
    {
        IsV1 = true,
        Property = "property",
        AdditionalProperties = "additional_properties",
        Config = "config",
        MinLength = "min_length",
        MaxLength = "max_length",
        ExclusiveMinimum = "exclusive_minimum",
        ExclusiveMaximum = "exclusive_maximum",
        MultipleOf = "multiple_of",
        MinItems = "min_items",
        MaxItems = "max_items",
        UniqueItems = "unique_items",
    };

    public static readonly Dialect V01 = new()
    {
        IsV1 = false,
        Property = "$ref",
        AdditionalProperties = "additionalProperties",
        Config = "propConfig",
        MinLength = "minLength",
        MaxLength = "maxLength",
        ExclusiveMinimum = "exclusiveMinimum",
        ExclusiveMaximum = "exclusiveMaximum",
        MultipleOf = "multipleOf",
        MinItems = "minItems",
        MaxItems = "maxItems",
        UniqueItems = "uniqueItems",
    };

    static readonly Regex V1Reference = new(@"\A#(?<kind>[a-z-]+):(?<id>[A-Za-z0-9_-]+)\z", RegexOptions.CultureInvariant);
    static readonly Regex V01Reference = new(@"\A#/(?<kind>[a-z-]+)/[A-Za-z0-9_-]+/(?<id>[A-Za-z0-9_-]+)\z", RegexOptions.CultureInvariant);

    public bool IsV1 { get; private set; }

    public string Property { get; private set; } = "";

    public string AdditionalProperties { get; private set; } = "";

    public string Config { get; private set; } = "";

    public string MinLength { get; private set; } = "";

    public string MaxLength { get; private set; } = "";

    public string ExclusiveMinimum { get; private set; } = "";

    public string ExclusiveMaximum { get; private set; } = "";

    public string MultipleOf { get; private set; } = "";

    public string MinItems { get; private set; } = "";

    public string MaxItems { get; private set; } = "";

    public string UniqueItems { get; private set; } = "";

    /// <summary>The id that a reference names; null if it is no reference of this version to something of this kind.</summary>
    public string? IdOf(string reference, EntryKind kind)
    {
        var match = (IsV1 ? V1Reference : V01Reference).Match(reference);
        return match.Success && match.Groups["kind"].Value == WordOf(kind) ? match.Groups["id"].Value : null;
    }

    /// <summary>How a reference to something of this kind is written.</summary>
    public string ReferenceTo(EntryKind kind, string id = "ID") => IsV1 ? $"#{WordOf(kind)}:{id}" : $"#/{WordOf(kind)}/GROUP/{id}";

    string WordOf(EntryKind kind) => (kind, IsV1) switch
    {
        (EntryKind.Property, true) => "property",
        (EntryKind.Property, false) => "properties",
        (EntryKind.Event, true) => "event",
        (EntryKind.Event, false) => "events",
        (EntryKind.Category, true) => "category",
        (EntryKind.Category, false) => "categories",
        (EntryKind.CustomType, true) => "custom-type",
        (EntryKind.CustomType, false) => "custom-types",
        (_, true) => "tracking-plan",
        (_, false) => "tp",
    };
}

/// <summary>What can be referred to.</summary>
enum EntryKind
{
    Property,
    Event,
    Category,
    CustomType,
    TrackingPlan,
}
