using System.Buffers;
using System.Text.Json;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.Local.Plans.Schema;

/// <summary>Writes what a plan says of an event as the JSON schema (2019-09) by which RudderStack checks its messages.</summary>
sealed class SchemaWriter
{
    readonly Utf8JsonWriter _writer;

    // In the order in which they are met; each is written once.
    readonly List<CustomType> _types = [];

    SchemaWriter(Utf8JsonWriter writer) => _writer = writer;

    public static JsonElement Write(EventRule rule)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            new SchemaWriter(writer).WriteRule(rule);
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The members of a message that lead to the section.</summary>
    public static IReadOnlyList<string> PathOf(IdentitySection section) => section switch
    {
        IdentitySection.Properties => ["properties"],
        IdentitySection.Traits => ["traits"],
        _ => ["context", "traits"],
    };

    void WriteRule(EventRule rule)
    {
        var path = PathOf(rule.Section);
        _writer.WriteStartObject();
        _writer.WriteString("type", "object");
        foreach (var name in path)
        {
            _writer.WriteStartObject("properties");
            _writer.WriteStartObject(name);
        }

        _writer.WriteString("type", "object");
        WriteProperties(rule.Properties);
        WriteVariant(rule.Variant);
        _writer.WriteBoolean("unevaluatedProperties", rule.IsOpen);
        foreach (var _ in path)
        {
            _writer.WriteEndObject();
            _writer.WriteEndObject();
        }

        WriteDefinitions();
        _writer.WriteEndObject();
    }

    void WriteDefinitions()
    {
        if (_types.Count == 0)
            return;

        // Writing one may add others.
        _writer.WriteStartObject("$defs");
        for (var i = 0; i < _types.Count; i++)
        {
            var type = _types[i];
            _writer.WriteStartObject(type.Name);
            WriteType(type.Type);
            if (type.Type.AllTypes.HasFlag(PrimitiveTypes.Object))
            {
                WriteProperties(type.Properties);
                WriteVariant(type.Variant);
                if (!type.IsOpen)
                    _writer.WriteBoolean("unevaluatedProperties", false);
            }

            _writer.WriteEndObject();
        }

        _writer.WriteEndObject();
    }

    void WriteProperties(IReadOnlyList<PropertyUse> uses)
    {
        if (uses.Count == 0)
            return;

        var byName = uses.GroupBy(use => use.Property.Name, StringComparer.Ordinal).ToList();
        _writer.WriteStartObject("properties");
        foreach (var same in byName)
        {
            _writer.WriteStartObject(same.Key);
            WriteUses([.. same]);
            _writer.WriteEndObject();
        }

        _writer.WriteEndObject();
        WriteRequired(byName.Where(same => same.Any(use => use.IsRequired)).Select(same => same.Key));
    }

    // Several properties of one name: any of them will do.
    void WriteUses(PropertyUse[] same)
    {
        if (same is [var only])
        {
            WriteUse(only);
            return;
        }

        _writer.WriteStartArray("anyOf");
        foreach (var use in same)
        {
            _writer.WriteStartObject();
            WriteUse(use);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
    }

    void WriteRequired(IEnumerable<string> names)
    {
        var list = names.ToList();
        if (list.Count == 0)
            return;
        _writer.WriteStartArray("required");
        list.ForEach(_writer.WriteStringValue);
        _writer.WriteEndArray();
    }

    void WriteUse(PropertyUse use)
    {
        var type = use.Property.Type;
        if (use.Nested.Count == 0 || type.Types.HasFlag(PrimitiveTypes.Object))
        {
            WriteType(type);
            WriteNested(use);
            return;
        }

        // Nested in an array: what is planned is planned for each item.
        WriteTypes(type.Types);
        WriteConfig(type.Config);
        _writer.WriteStartObject("items");
        WriteType(type.Items ?? new PlanType { Types = PrimitiveTypes.Object });
        WriteNested(use);
        _writer.WriteEndObject();
    }

    void WriteNested(PropertyUse use)
    {
        if (use.Nested.Count == 0)
            return;
        WriteProperties(use.Nested);
        _writer.WriteBoolean("additionalProperties", use.IsOpen);
    }

    void WriteType(PlanType type)
    {
        if (type.Custom is { } custom)
        {
            if (!_types.Contains(custom))
                _types.Add(custom);
            _writer.WriteString("$ref", "#/$defs/" + custom.Name);
            return;
        }

        if (!type.IsAny)
            WriteTypes(type.Types);
        WriteConfig(type.Config);
        if (type.Items is not { } items)
            return;
        _writer.WriteStartObject("items");
        WriteType(items);
        _writer.WriteEndObject();
    }

    void WriteTypes(PrimitiveTypes types)
    {
        _writer.WriteStartArray("type");
        foreach (var name in PrimitiveNames.Of(types))
            _writer.WriteStringValue(name);
        _writer.WriteEndArray();
    }

    void WriteConfig(ValueConfig config)
    {
        if (config.Enum is { } values)
            WriteEnum(values);
        WriteNumber("minLength", config.MinLength);
        WriteNumber("maxLength", config.MaxLength);
        if (config.Pattern is { } pattern)
            _writer.WriteString("pattern", pattern);
        if (config.Format is { } format)
            _writer.WriteString("format", format);
        WriteNumber("minimum", config.Minimum);
        WriteNumber("maximum", config.Maximum);
        WriteNumber("exclusiveMinimum", config.ExclusiveMinimum);
        WriteNumber("exclusiveMaximum", config.ExclusiveMaximum);
        WriteNumber("multipleOf", config.MultipleOf);
        WriteNumber("minItems", config.MinItems);
        WriteNumber("maxItems", config.MaxItems);
        if (config.UniqueItems is { } unique)
            _writer.WriteBoolean("uniqueItems", unique);
    }

    void WriteVariant(Variant? variant)
    {
        if (variant is null)
            return;

        var name = variant.Discriminator.Name;
        _writer.WriteStartArray("allOf");
        foreach (var one in variant.Cases)
            WriteCase(name, one.Match, isDefault: false, one.Properties);
        if (variant.Default is { } fallback)
            WriteCase(name, [.. variant.Cases.SelectMany(one => one.Match)], isDefault: true, fallback);
        _writer.WriteEndArray();
    }

    void WriteCase(string discriminator, IEnumerable<object?> match, bool isDefault, IReadOnlyList<PropertyUse> properties)
    {
        _writer.WriteStartObject();
        _writer.WriteStartObject("if");
        _writer.WriteStartObject("properties");
        _writer.WriteStartObject(discriminator);
        if (isDefault)
            _writer.WriteStartObject("not");
        WriteEnum(match);
        if (isDefault)
            _writer.WriteEndObject();
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        WriteRequired([discriminator]);
        _writer.WriteEndObject();
        _writer.WriteStartObject("then");
        WriteProperties(properties);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
    }

    void WriteEnum(IEnumerable<object?> values)
    {
        _writer.WriteStartArray("enum");
        foreach (var value in values)
        {
            if (value is not null && PlanValue.IsNumber(value))
                _writer.WriteNumberValue(PlanValue.ToDouble(value));
            else
                _writer.WriteRawValue(PlanValue.ToJson(value));
        }

        _writer.WriteEndArray();
    }

    // The server reads its schema's numbers as doubles, too.
    void WriteNumber(string name, object? number)
    {
        if (number is not null)
            _writer.WriteNumber(name, PlanValue.ToDouble(number));
    }
}
