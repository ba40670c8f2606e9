namespace RudderStack.TrackingPlans.Yaml;

/// <summary>A node of a YAML document. A node that an alias repeats is one object in several places.</summary>
abstract class YamlNode
{
    protected YamlNode(Place place) => Place = place;

    public Place Place { get; }

    /// <summary>How many nodes it is, those that aliases repeat counted each time.</summary>
    public abstract long Size { get; }

    /// <summary>What it is, for faults.</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar.</summary>
sealed class YamlScalar : YamlNode
{
    public YamlScalar(Place place, string text, object? value)
        : base(place)
    {
        Text = text;
        Value = value;
    }

    /// <summary>The scalar as it is written.</summary>
    public string Text { get; }

    /// <summary>Null, <see cref="bool"/>, <see cref="decimal"/>, <see cref="double"/> or <see cref="string"/>.</summary>
    public object? Value { get; }

    public override long Size => 1;

    public override string Kind => Value switch
    {
        null => "null",
        bool => "a boolean",
        string => "text",
        _ => "a number",
    };
}

/// <summary>A list.</summary>
sealed class YamlSequence : YamlNode
{
    public YamlSequence(Place place, IReadOnlyList<YamlNode> items)
        : base(place)
    {
        Items = items;
        Size = 1 + items.Sum(static item => item.Size);
    }

    public IReadOnlyList<YamlNode> Items { get; }

    public override long Size { get; }

    public override string Kind => "a list";
}

/// <summary>A mapping; keys are text.</summary>
sealed class YamlMapping : YamlNode
{
    readonly Dictionary<string, YamlEntry> _byKey = new(StringComparer.Ordinal);

    public YamlMapping(Place place, IReadOnlyList<YamlEntry> entries)
        : base(place)
    {
        Entries = entries;
        foreach (var entry in entries)
            _byKey[entry.Key] = entry;
        Size = 1 + entries.Sum(static entry => 1 + entry.Value.Size);
    }

    public IReadOnlyList<YamlEntry> Entries { get; }

    public override long Size { get; }

    public override string Kind => "a mapping";

    public YamlEntry? Find(string key) => _byKey.TryGetValue(key, out var entry) ? entry : null;
}

/// <summary>A key of a mapping and what it maps to.</summary>
sealed record YamlEntry(string Key, Place Place, YamlNode Value);
