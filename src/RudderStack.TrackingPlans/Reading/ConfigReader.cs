using RudderStack.TrackingPlans.Model;
using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Reads what a plan says about values beyond their type. A word must fit one of the types at least.</summary>
sealed class ConfigReader(Dialect dialect, FaultList faults)
{
    const PrimitiveTypes Numeric = PrimitiveTypes.Integer | PrimitiveTypes.Number;
    const PrimitiveTypes Configurable = PrimitiveTypes.String | Numeric | PrimitiveTypes.Boolean | PrimitiveTypes.Array;

    static readonly string[] Formats = ["date-time", "date", "time", "email", "uuid", "hostname", "ipv4", "ipv6"];

    public ValueConfig Read(YamlMapping mapping, PrimitiveTypes types, string typeName)
    {
        var config = new ValueConfig();
        foreach (var entry in mapping.Entries)
        {
            if (ReaderOf(entry.Key) is not var (fits, read))
                faults.Spec(entry.Place, $"{entry.Key} is not known here. {KnownFor(types)}");
            else if ((fits & types) == 0)
                faults.Spec(entry.Place, $"{entry.Key} does not go with the type {typeName}. {KnownFor(types)}");
            else
                read(config, entry, types);
        }

        Order(mapping, dialect.MinLength, config.MinLength, dialect.MaxLength, config.MaxLength);
        Order(mapping, dialect.MinItems, config.MinItems, dialect.MaxItems, config.MaxItems);
        Order(mapping, "minimum", config.Minimum, "maximum", config.Maximum);
        Order(mapping, dialect.ExclusiveMinimum, config.ExclusiveMinimum, dialect.ExclusiveMaximum, config.ExclusiveMaximum);
        return config;
    }

    (PrimitiveTypes Fits, Action<ValueConfig, YamlEntry, PrimitiveTypes> Read)? ReaderOf(string key)
    {
        if (key == "enum")
            return (PrimitiveTypes.String | Numeric | PrimitiveTypes.Boolean, (config, entry, _) => config.Enum = Enum(entry));
        if (key == dialect.MinLength)
            return (PrimitiveTypes.String, (config, entry, _) => config.MinLength = Length(entry));
        if (key == dialect.MaxLength)
            return (PrimitiveTypes.String, (config, entry, _) => config.MaxLength = Length(entry));
        if (key == "pattern")
            return (PrimitiveTypes.String, (config, entry, _) => config.Pattern = Text(entry));
        if (key == "format")
            return (PrimitiveTypes.String, (config, entry, _) => config.Format = Format(entry));
        if (key == "minimum")
            return (Numeric, (config, entry, types) => config.Minimum = Number(entry, types));
        if (key == "maximum")
            return (Numeric, (config, entry, types) => config.Maximum = Number(entry, types));
        if (key == dialect.ExclusiveMinimum)
            return (Numeric, (config, entry, types) => config.ExclusiveMinimum = Number(entry, types));
        if (key == dialect.ExclusiveMaximum)
            return (Numeric, (config, entry, types) => config.ExclusiveMaximum = Number(entry, types));
        if (key == dialect.MultipleOf)
            return (Numeric, (config, entry, types) => config.MultipleOf = Divisor(entry, types));
        if (key == dialect.MinItems)
            return (PrimitiveTypes.Array, (config, entry, _) => config.MinItems = Length(entry));
        if (key == dialect.MaxItems)
            return (PrimitiveTypes.Array, (config, entry, _) => config.MaxItems = Length(entry));
        if (key == dialect.UniqueItems)
            return (PrimitiveTypes.Array, (config, entry, _) => config.UniqueItems = Flag(entry));
        if (key == "itemTypes" && !dialect.IsV1)
            return (PrimitiveTypes.Array, static (_, _, _) => { });
        return null;
    }

    string KnownFor(PrimitiveTypes types)
    {
        if ((types & Configurable) == 0)
            return "This type has no config.";

        var known = new[]
        {
            "enum", dialect.MinLength, dialect.MaxLength, "pattern", "format", "minimum", "maximum", dialect.ExclusiveMinimum,
            dialect.ExclusiveMaximum, dialect.MultipleOf, dialect.MinItems, dialect.MaxItems, dialect.UniqueItems,
        };
        return $"Known for it are: {string.Join(", ", known.Where(key => (ReaderOf(key)!.Value.Fits & types) != 0))}.";
    }

    List<object?>? Enum(YamlEntry entry)
    {
        if (entry.Value is not YamlSequence list)
        {
            faults.Spec(entry.Place, $"enum must be a list, such as [card, cash], but is {entry.Value.Kind}.");
            return null;
        }

        var values = new List<object?>();
        foreach (var item in list.Items)
        {
            if (item is not YamlScalar scalar)
                faults.Spec(item.Place, $"A value of an enum must be a scalar, but is {item.Kind}.");
            else if (values.Exists(value => PlanValue.AreEqual(value, scalar.Value)))
                faults.Spec(item.Place, $"The enum has the value {scalar.Text} twice.");
            else
                values.Add(scalar.Value);
        }

        return values;
    }

    long? Length(YamlEntry entry)
    {
        if (entry.Value is YamlScalar { Value: decimal and >= 0 and <= int.MaxValue and var number } && decimal.Truncate(number) == number)
            return (long)number;

        faults.Spec(entry.Place, $"{entry.Key} must be a whole number, 0 or more.");
        return null;
    }

    object? Number(YamlEntry entry, PrimitiveTypes types)
    {
        var mustBeWhole = !types.HasFlag(PrimitiveTypes.Number);
        if (entry.Value is YamlScalar { Value: decimal or double } scalar && (!mustBeWhole || PlanValue.IsWhole(scalar.Value!)))
            return scalar.Value;

        faults.Spec(entry.Place, $"{entry.Key} must be a {(mustBeWhole ? "whole number: the type is integer" : "number")}.");
        return null;
    }

    object? Divisor(YamlEntry entry, PrimitiveTypes types)
    {
        if (Number(entry, types) is not { } number)
            return null;
        if (PlanValue.ToDouble(number) > 0)
            return number;

        faults.Spec(entry.Place, $"{entry.Key} must be above 0.");
        return null;
    }

    string? Text(YamlEntry entry)
    {
        if (entry.Value is YamlScalar { Value: string text })
            return text;

        faults.Spec(entry.Place, $"{entry.Key} must be text, but is {entry.Value.Kind}.");
        return null;
    }

    string? Format(YamlEntry entry)
    {
        var format = Text(entry);
        if (format is null || Array.IndexOf(Formats, format) >= 0)
            return format;

        faults.Spec(entry.Place, $"The format {format} is not known. Known are: {string.Join(", ", Formats)}.");
        return null;
    }

    bool? Flag(YamlEntry entry)
    {
        if (entry.Value is YamlScalar { Value: bool flag })
            return flag;

        faults.Spec(entry.Place, $"{entry.Key} must be true or false.");
        return null;
    }

    void Order(YamlMapping mapping, string lowKey, object? low, string highKey, object? high)
    {
        if (low is not null && high is not null && PlanValue.Compare(low, high) > 0)
            faults.Spec(mapping.Find(lowKey)!.Place, $"{lowKey} is above {highKey}: no value fits.");
    }
}
