using RudderStack.TrackingPlans.Model;
using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Reads lists of properties in rules, nested objects, custom types and cases. When everything is defined.</summary>
sealed class UseReader(Dialect dialect, FaultList faults, Entries entries)
{
    const int MaxNesting = 3;
    const PrimitiveTypes Discriminating = PrimitiveTypes.String | PrimitiveTypes.Integer | PrimitiveTypes.Boolean;

    /// <summary>Properties that hold nothing planned.</summary>
    public IReadOnlyList<PropertyUse> ReadFlat(Fields parent, string key) =>
        Read(parent.Mappings(key), fields =>
        {
            fields.AllowOnly(dialect, dialect.Property, "required");
            return ReadUse(fields);
        });

    /// <summary>Properties of a rule, with what is planned inside them.</summary>
    public IReadOnlyList<PropertyUse> ReadNesting(Fields parent, int level = 0) =>
        Read(parent.Mappings("properties"), fields =>
        {
            fields.AllowOnly(dialect, dialect.Property, "required", "properties", dialect.AdditionalProperties);
            var use = ReadUse(fields);
            ReadNested(fields, use, level);
            return use;
        });

    /// <summary>What depends on the value of a property.</summary>
    public Variant? ReadVariant(Fields parent, IReadOnlyList<PropertyUse> own, string owner)
    {
        var blocks = parent.Mappings("variants").ToList();
        if (blocks.Count > 1)
            parent.Fault("variants", $"There are {blocks.Count} blocks of variants. At most one is possible.");
        if (blocks.Count == 0)
            return null;

        var variants = blocks.ConvertAll(block => ReadBlock(new Fields(block, faults), own, owner));
        return variants[0];
    }

    Variant? ReadBlock(Fields fields, IReadOnlyList<PropertyUse> own, string owner)
    {
        fields.AllowOnly(dialect, "type", "discriminator", "cases", "default");
        if (fields.Required("type", "discriminator") is not ("" or "discriminator"))
            fields.Fault("type", "The type of variants is discriminator.");
        var discriminator = ReadDiscriminator(fields, own, owner);

        var cases = fields.Mappings("cases").Select(mapping => ReadCase(new Fields(mapping, faults))).ToList();
        if (cases.Count == 0)
            fields.Fault("cases", "Variants need at least one case.");
        var fallback = ReadDefault(fields);
        return discriminator is null ? null : new Variant { Discriminator = discriminator, Cases = cases, Default = fallback };
    }

    PlanProperty? ReadDiscriminator(Fields fields, IReadOnlyList<PropertyUse> own, string owner)
    {
        var reference = fields.Required("discriminator", dialect.ReferenceTo(EntryKind.Property));
        if (reference.Length == 0)
            return null;
        if (dialect.IdOf(reference, EntryKind.Property) is not { } id)
        {
            fields.Fault("discriminator", $"{reference} is no reference to a property. Write {dialect.ReferenceTo(EntryKind.Property)}.");
            return null;
        }

        if (own.FirstOrDefault(use => use.Property.Id == id)?.Property is not { } property)
        {
            fields.Fault("discriminator", $"The discriminator {id} must be one of the properties of {owner}.");
            return null;
        }

        if ((property.Type.AllTypes & Discriminating) == 0)
            fields.Fault("discriminator", $"The discriminator {id} must be able to be text, an integer or a boolean.");
        return property;
    }

    VariantCase ReadCase(Fields fields)
    {
        fields.AllowOnly(dialect, "display_name", "description", "match", "properties");
        var read = new VariantCase
        {
            DisplayName = fields.Required("display_name", "By card"),
            Description = fields.Text("description"),
            Match = ReadMatch(fields),
        };
        if (fields.List("properties").Count == 0)
            fields.Fault("properties", "A case needs at least one property.");
        read.Properties = ReadFlat(fields, "properties");
        return read;
    }

    static List<object> ReadMatch(Fields fields)
    {
        var values = new List<object>();
        var list = fields.List("match");
        if (list.Count == 0)
            fields.Fault("match", "A case needs at least one value to match.");
        foreach (var item in list)
        {
            if (item is YamlScalar { Value: string or bool } scalar)
                values.Add(scalar.Value!);
            else if (item is YamlScalar { Value: decimal or double } number && PlanValue.IsWhole(number.Value!))
                values.Add(number.Value!);
            else
                fields.Fault("match", $"A case matches text, booleans and whole numbers, but not {(item is YamlScalar other ? other.Text : item.Kind)}.");
        }

        return values;
    }

    IReadOnlyList<PropertyUse>? ReadDefault(Fields fields)
    {
        if (fields.Find("default") is null)
            return null;
        if (!dialect.IsV1)
            return ReadFlat(fields, "default");
        if (fields.Mapping("default") is not { } mapping)
            return null;

        var inside = new Fields(mapping, faults);
        inside.AllowOnly(dialect, "properties");
        return ReadFlat(inside, "properties");
    }

    List<PropertyUse> Read(IEnumerable<YamlMapping> mappings, Func<Fields, PropertyUse?> read)
    {
        var uses = new List<PropertyUse>();
        foreach (var mapping in mappings)
        {
            var fields = new Fields(mapping, faults);
            if (read(fields) is not { } use)
                continue;
            if (uses.Exists(other => other.Property.Id == use.Property.Id))
                faults.Add(FaultKind.Duplicate, fields.PlaceOf(dialect.Property), $"The property {use.Property.Id} is in this list already.");
            else
                uses.Add(use);
        }

        return uses;
    }

    PropertyUse? ReadUse(Fields fields)
    {
        var isRequired = fields.Flag("required") ?? false;
        var reference = fields.Required(dialect.Property, $"\"{dialect.ReferenceTo(EntryKind.Property)}\"");
        if (reference.Length == 0)
            return null;
        if (dialect.IdOf(reference, EntryKind.Property) is not { } id)
        {
            fields.Fault(dialect.Property, $"{reference} is no reference to a property. Write {dialect.ReferenceTo(EntryKind.Property)}.");
            return null;
        }

        if (entries.Find(EntryKind.Property, id) is PlanProperty property)
            return new PropertyUse(property, fields.Place) { IsRequired = isRequired };

        faults.Add(FaultKind.Reference, fields.PlaceOf(dialect.Property), $"No property has the id {id}; {entries.Known(EntryKind.Property)}.");
        return null;
    }

    void ReadNested(Fields fields, PropertyUse? use, int level)
    {
        var isOpen = fields.Flag(dialect.AdditionalProperties);
        if (fields.List("properties").Count == 0)
        {
            if (isOpen is not null)
                fields.Fault(dialect.AdditionalProperties, $"{dialect.AdditionalProperties} is allowed only beside properties.");
            return;
        }

        if (level == MaxNesting)
        {
            fields.Fault("properties", $"Properties nest at most {MaxNesting} levels below that of the rule.");
            return;
        }

        if (use is not null && !MayNest(use.Property.Type))
            fields.Fault("properties", $"The property {use.Property.Id} must be an object, or an array of objects, to have properties.");
        var nested = ReadNesting(fields, level + 1);
        if (use is null)
            return;

        use.Nested = nested;
        use.IsOpen = isOpen ?? true;
    }

    static bool MayNest(PlanType type)
    {
        if (type.IsAny || type.Custom is not null)
            return false;

        var isObject = type.Types.HasFlag(PrimitiveTypes.Object);
        var isArray = type.Types.HasFlag(PrimitiveTypes.Array);
        if (isObject == isArray)
            return false;
        return isObject || type.Items is null || (type.Items.Custom is null && type.Items.Types.HasFlag(PrimitiveTypes.Object));
    }
}
