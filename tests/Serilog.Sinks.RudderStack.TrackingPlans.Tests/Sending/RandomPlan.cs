using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Sending;

/// <summary>A valid plan made up from a seed: any names, types, config, nesting, custom types and variants.</summary>
sealed class RandomPlan
{
    static readonly string[] Primitives = ["string", "integer", "number", "boolean", "object", "array", "null"];
    static readonly string[] Formats = ["date-time", "date", "time", "email", "uuid", "hostname", "ipv4", "ipv6"];
    static readonly string[] NameParts = ["order", "Order", "id", "ID", "total amount", "größe", "注文", "2", "equals", "🎯", "class", "_", "-", ".", "é", "e\u0301", "additional_properties", "value", "key0", "other"];

    readonly Random _random;
    readonly List<JsonObject> _properties = [];
    readonly List<JsonObject> _types = [];
    readonly HashSet<string> _signatures = [];

    RandomPlan(int seed) => _random = new Random(seed);

    public static (string Path, string Text)[] Of(int seed) => new RandomPlan(seed).Make();

    (string Path, string Text)[] Make()
    {
        // A custom type knows only what was made before it, so there is no circle.
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
                AddProperty();
            AddType(i);
        }

        for (var j = 0; j < 6; j++)
            AddProperty();

        var events = new List<object>();
        var rules = new List<object>();
        var names = new HashSet<string>();
        for (var i = 0; i < 4; i++)
        {
            var name = Name(60);
            if (!names.Add(name))
                continue;
            events.Add(new { id = $"e{i}", name, event_type = "track" });
            rules.Add(Rule(i, _random.Next(5) == 0 ? "context.traits" : "properties"));
        }

        foreach (var (kind, section) in new[] { ("identify", "traits"), ("group", "context.traits"), ("page", "properties"), ("screen", "properties") })
        {
            if (_random.Next(2) == 0)
                continue;
            events.Add(new { id = "e" + kind, event_type = kind });
            rules.Add(Rule(kind, section));
        }

        return PlanFiles.Of([.. _properties], [.. events], [.. rules], [.. _types]);
    }

    JsonObject Rule(object id, string section)
    {
        var uses = Uses(_random.Next(7), level: 0);
        var rule = new JsonObject { ["type"] = "event_rule", ["id"] = $"r{id}", ["event"] = $"#event:e{id}", ["identity_section"] = section, ["properties"] = uses };
        if (_random.Next(2) == 0)
            rule["additional_properties"] = _random.Next(2) == 0;
        AddVariants(rule, uses);
        return rule;
    }

    void AddProperty()
    {
        var property = new JsonObject { ["id"] = $"p{_properties.Count}", ["name"] = Name(30) };
        if (_random.Next(8) == 0 && _types.Count > 0)
            property["type"] = $"#custom-type:t{_random.Next(_types.Count)}";
        else if (_random.Next(10) > 0)
            AddTypes(property, property["id"]!.ToString());

        // Two of one name must differ in type.
        var type = $"{property["name"]} {property["type"]} {property["types"]?.ToJsonString()} {property["item_type"]} {property["item_types"]?.ToJsonString()}";
        if (_signatures.Add(type) && _properties.All(other => other["name"]!.ToString() != property["name"]!.ToString() || _random.Next(3) == 0 && HasOtherType(other, property)))
            _properties.Add(property);
    }

    static bool HasOtherType(JsonObject one, JsonObject other) => one["type"]?.ToString() != other["type"]?.ToString() && one["types"] is null && other["types"] is null;

    void AddTypes(JsonObject property, string owner)
    {
        if (_random.Next(4) == 0)
        {
            var types = Primitives.Where(_ => _random.Next(3) == 0).ToArray();
            if (types.Length > 0)
            {
                property["types"] = new JsonArray([.. types.Select(static type => (JsonNode)type)]);
                if (types is ["string", ..] or ["integer", ..] && _random.Next(3) == 0)
                    property["config"] = new JsonObject { ["enum"] = Enum(types, owner) };
            }
        }
        else
        {
            property["type"] = Primitives[_random.Next(Primitives.Length)];
            AddConfig(property, property["type"]!.ToString(), owner);
        }

        if (property["type"]?.ToString() == "array" || property["types"]?.ToJsonString().Contains("array", StringComparison.Ordinal) == true)
            AddItems(property);
    }

    void AddItems(JsonObject property)
    {
        switch (_random.Next(4))
        {
            case 0:
                property["item_type"] = Primitives[_random.Next(Primitives.Length)];
                break;
            case 1 when _types.Count > 0:
                property["item_type"] = $"#custom-type:t{_random.Next(_types.Count)}";
                break;
            case 2:
                var items = Primitives.Where(_ => _random.Next(2) == 0).ToArray();
                if (items.Length > 0)
                    property["item_types"] = new JsonArray([.. items.Select(static type => (JsonNode)type)]);
                break;
        }
    }

    void AddConfig(JsonObject property, string type, string owner)
    {
        var config = new JsonObject();
        switch (type)
        {
            case "string" when _random.Next(3) == 0:
                config["enum"] = Enum(["string"], owner);
                break;
            case "string" when _random.Next(3) == 0:
                config["format"] = Formats[_random.Next(Formats.Length)];
                break;
            case "string":
                config["min_length"] = _random.Next(4);
                config["max_length"] = 4 + _random.Next(10);
                break;
            case "integer" when _random.Next(3) == 0:
                config["enum"] = Enum(["integer"], owner);
                break;
            case "integer":
                config["minimum"] = -_random.Next(100);
                config["maximum"] = 100 + _random.Next(100);
                config["multiple_of"] = 1 + _random.Next(5);
                break;
            case "number":
                config["exclusive_minimum"] = 0;
                config["maximum"] = 1000.5;
                break;
            case "array":
                config["max_items"] = 3 + _random.Next(3);
                break;
        }

        if (config.Count > 0 && _random.Next(2) == 0)
            property["config"] = config;
    }

    JsonArray Enum(string[] types, string owner)
    {
        var values = new JsonArray();
        if (types.Contains("string"))
        {
            foreach (var text in new[] { "red", "RED", "light blue", "light-blue", "", "🎯", owner }.Where(_ => _random.Next(2) == 0))
                values.Add(text);
        }

        if (types.Contains("integer"))
        {
            foreach (var number in new[] { -1, 1, 15, 2000000 }.Where(_ => _random.Next(2) == 0))
                values.Add(number);
        }

        if (values.Count == 0)
            values.Add(types.Contains("string") ? "one" : (JsonNode)1);
        return values;
    }

    void AddType(int index)
    {
        var type = new JsonObject { ["id"] = $"t{index}", ["name"] = "Type" + (char)('A' + _random.Next(3)) + index, ["type"] = Primitives[_random.Next(2) == 0 ? 4 : _random.Next(Primitives.Length)] };
        if (type["type"]!.ToString() == "object")
        {
            var uses = Uses(_random.Next(4), level: 3);
            type["properties"] = uses;
            if (_random.Next(2) == 0)
                type["config"] = new JsonObject { ["additional_properties"] = _random.Next(2) == 0 };
            AddVariants(type, uses);
        }
        else
        {
            AddConfig(type, type["type"]!.ToString(), $"t{index}");
            if (type["type"]!.ToString() == "array")
                AddItems(type);
        }

        _types.Add(type);
    }

    JsonArray Uses(int count, int level)
    {
        var uses = new JsonArray();
        foreach (var property in _properties.OrderBy(_ => _random.Next()).Take(count).ToList())
        {
            var use = new JsonObject { ["property"] = $"#property:{property["id"]}" };
            if (_random.Next(2) == 0)
                use["required"] = _random.Next(2) == 0;
            var type = property["type"]?.ToString();
            var mayNest = type == "object" || (type == "array" && property["item_type"] is null && property["item_types"] is null);
            if (level < 3 && mayNest && _random.Next(2) == 0)
            {
                var nested = Uses(1 + _random.Next(2), level + 1);
                if (nested.Count > 0)
                {
                    use["properties"] = nested;
                    if (_random.Next(2) == 0)
                        use["additional_properties"] = _random.Next(2) == 0;
                }
            }

            uses.Add(use);
        }

        return uses;
    }

    // A discriminator of a list of its own, with values that its enum has.
    void AddVariants(JsonObject owner, JsonArray uses)
    {
        if (_random.Next(3) > 0)
            return;
        var candidates = uses.Select(static use => use!["property"]!.ToString()["#property:".Length..])
            .Select(id => _properties.Single(property => property["id"]!.ToString() == id))
            .Where(property => property["type"]?.ToString() is "string" or "integer" && (property["config"] is null || property["config"]!["enum"] is JsonArray { Count: > 3 }))
            .Where(property => uses.Count(use => NameOf(use!) == property["name"]!.ToString()) == 1)
            .ToList();
        if (candidates.Count == 0)
            return;

        var discriminator = candidates[_random.Next(candidates.Count)];
        JsonNode[] values = discriminator["config"]?["enum"] is JsonArray known
            ? [.. known.Select(static value => value!.DeepClone())]
            : discriminator["type"]!.ToString() == "string" ? ["value 0", "another", "value 1"] : [900, 950, 901];
        var cases = new JsonArray();
        for (var i = 0; i < 2; i++)
        {
            var properties = Uses(1 + _random.Next(2), level: 3);
            foreach (var repeated in properties.Where(use => NameOf(use!) == discriminator["name"]!.ToString() || uses.Any(own => NameOf(own!) == NameOf(use!) && own!["property"]!.ToString() != use!["property"]!.ToString()) || uses.Any(own => own!["property"]!.ToString() == use!["property"]!.ToString() && own["properties"] is not null)).ToList())
                properties.Remove(repeated);
            if (properties.Count == 0)
                continue;
            cases.Add(new JsonObject { ["display_name"] = $"Case {(char)('A' + i)}", ["match"] = i == 0 ? new JsonArray(values[0], values[1]) : new JsonArray(values[2]), ["properties"] = properties });
        }

        if (cases.Count > 0)
            owner["variants"] = new JsonArray(new JsonObject { ["type"] = "discriminator", ["discriminator"] = $"#property:{discriminator["id"]}", ["cases"] = cases });
    }

    string NameOf(JsonNode use) => _properties.Single(property => property["id"]!.ToString() == use["property"]!.ToString()["#property:".Length..])["name"]!.ToString();

    string Name(int longest)
    {
        var name = string.Join(" ", Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => NameParts[_random.Next(NameParts.Length)]));
        return (name.Length > longest ? name[..longest] : name).Trim();
    }
}
