using RudderStack.TrackingPlans.Model;
using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Reads the type of a property or a custom type: primitive types, a custom type, item types, config.</summary>
sealed class TypeReader(Dialect dialect, FaultList faults, Entries entries, Action<Action> later)
{
    /// <summary>The type of a property, for which custom types are looked up later.</summary>
    public PlanType OfProperty(Fields fields, PlanEntry owner)
    {
        var type = new PlanType();
        var text = fields.Text("type");
        if (dialect.IsV1)
            ReadTypes(fields, type, text, owner);
        else
            ReadLegacyTypes(fields, type, text, owner);

        ReadItems(fields, type, dialect.Config, owner);
        type.Config = ReadConfig(fields, type, dialect.Config, text);
        return type;
    }

    /// <summary>The type of a custom type, which is one primitive.</summary>
    public PlanType OfCustomType(Fields fields, CustomType owner)
    {
        var type = new PlanType();
        var before = faults.Count;
        var text = fields.Required("type", "object");
        if (faults.Count == before)
        {
            if (PrimitiveNames.Parse(text) is { } primitive)
                type.Types = primitive;
            else
                fields.Fault("type", $"The type of a custom type is one of {PrimitiveNames.List}, but here it is {text}.");
        }

        ReadItems(fields, type, "config", owner);
        if (type.Types == PrimitiveTypes.Object)
            ReadObjectConfig(fields, owner);
        else
            type.Config = ReadConfig(fields, type, "config", text);
        return type;
    }

    void ReadTypes(Fields fields, PlanType type, string? text, PlanEntry owner)
    {
        var list = fields.List("types");
        if (text is not null && list.Count > 0)
        {
            fields.Fault("type", "type and types stand together. Keep one of them.");
            fields.Fault("types", "types and type stand together. Keep one of them.");
        }

        if (list.Count > 0)
            type.Types = ReadPrimitives(fields, "types", list);
        else if (text is null)
            type.IsAny = true;
        else
            ReadOne(text, "type", fields.PlaceOf("type"), type, owner);
    }

    // Comma-separated primitives, or a reference.
    void ReadLegacyTypes(Fields fields, PlanType type, string? text, PlanEntry owner)
    {
        if (text is null)
        {
            type.IsAny = true;
            return;
        }

        if (text[0] == '#')
        {
            ReadOne(text, "type", fields.PlaceOf("type"), type, owner);
            return;
        }

        type.Types = PrimitiveTypes.None;
        foreach (var name in text.Split(',').Select(static name => name.Trim()))
        {
            if (PrimitiveNames.Parse(name) is not { } primitive)
                fields.Fault("type", $"{(name.Length == 0 ? "An empty text" : name)} is no type. Types are {PrimitiveNames.List}, several with commas between, or {dialect.ReferenceTo(EntryKind.CustomType)}.");
            else if (type.Types.HasFlag(primitive))
                fields.Fault("type", $"The type {name} is listed twice.");
            else
                type.Types |= primitive;
        }
    }

    void ReadItems(Fields fields, PlanType type, string configKey, PlanEntry owner)
    {
        if (!dialect.IsV1)
        {
            ReadLegacyItems(fields, type, configKey, owner);
            return;
        }

        var one = fields.Text("item_type");
        var list = fields.List("item_types");
        if (one is not null && list.Count > 0)
        {
            fields.Fault("item_type", "item_type and item_types stand together. Keep one of them.");
            fields.Fault("item_types", "item_types and item_type stand together. Keep one of them.");
        }

        var items = new PlanType();
        if (list.Count > 0)
            items.Types = ReadPrimitives(fields, "item_types", list);
        else if (one is not null)
            ReadOne(one, "item_type", fields.PlaceOf("item_type"), items, owner);
        else
            return;

        if (type.Types.HasFlag(PrimitiveTypes.Array))
            type.Items = items;
    }

    void ReadLegacyItems(Fields fields, PlanType type, string configKey, PlanEntry owner)
    {
        if ((fields.Find(configKey)?.Value as YamlMapping)?.Find("itemTypes") is not { } entry)
            return;
        if (entry.Value is not YamlSequence list)
        {
            faults.Spec(entry.Place, $"itemTypes must be a list, but is {entry.Value.Kind}.");
            return;
        }

        if (list.Items.Count == 0)
            return;

        var items = new PlanType();
        if (list.Items is [YamlScalar { Value: string reference }] && reference.StartsWith("#", StringComparison.Ordinal))
            ReadOne(reference, "itemTypes", list.Items[0].Place, items, owner);
        else
            items.Types = ReadPrimitives(fields, "itemTypes", list.Items);
        if (type.Types.HasFlag(PrimitiveTypes.Array))
            type.Items = items;
    }

    PrimitiveTypes ReadPrimitives(Fields fields, string key, IReadOnlyList<YamlNode> list)
    {
        var types = PrimitiveTypes.None;
        foreach (var item in list)
        {
            var name = (item as YamlScalar)?.Value as string;
            if (name is null || PrimitiveNames.Parse(name) is not { } primitive)
                faults.Spec(item.Place, $"{name ?? item.Kind} is no primitive type. {key} takes {PrimitiveNames.List}{(key == "types" ? "; for null write \"null\", with quotes" : "")}.");
            else if (types.HasFlag(primitive))
                fields.Fault(key, $"{key} has the type {name} twice.");
            else
                types |= primitive;
        }

        return types;
    }

    void ReadOne(string text, string key, Place place, PlanType type, PlanEntry owner)
    {
        if (text[0] != '#' && PrimitiveNames.Parse(text) is { } primitive)
        {
            type.Types = primitive;
            return;
        }

        if (dialect.IdOf(text, EntryKind.CustomType) is not { } id)
        {
            faults.Spec(place, $"{text} is no type. {key} takes one of {PrimitiveNames.List}, or {dialect.ReferenceTo(EntryKind.CustomType)}.");
            return;
        }

        type.Types = PrimitiveTypes.None;
        later(() =>
        {
            type.Custom = (CustomType?)entries.Find(EntryKind.CustomType, id);
            if (type.Custom is not null)
                return;

            type.Types = PrimitiveTypes.All;
            owner.HasFault = true;
            faults.Add(FaultKind.Reference, place, $"No custom type has the id {id}; {entries.Known(EntryKind.CustomType)}.");
        });
    }

    ValueConfig ReadConfig(Fields fields, PlanType type, string key, string? typeName)
    {
        if (fields.Mapping(key) is not { Entries.Count: > 0 } mapping)
            return ValueConfig.None;

        // Beside a list of types, or without a type, words for any type pass.
        var types = type.IsAny || (dialect.IsV1 && typeName is null) ? PrimitiveTypes.All : type.Types;
        return new ConfigReader(dialect, faults).Read(mapping, types, typeName ?? "any");
    }

    void ReadObjectConfig(Fields fields, CustomType owner)
    {
        if (fields.Mapping("config") is not { } mapping)
            return;

        foreach (var entry in mapping.Entries)
        {
            if (entry.Key != dialect.AdditionalProperties)
                faults.Spec(entry.Place, $"{entry.Key} does not go with the type object. Known for it is {dialect.AdditionalProperties}.");
            else if (entry.Value is YamlScalar { Value: bool isOpen })
                owner.IsOpen = isOpen;
            else
                faults.Spec(entry.Place, $"{entry.Key} must be true or false.");
        }
    }
}
