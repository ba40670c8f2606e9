using System.Globalization;
using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Reading;

/// <summary>Reads the members of a mapping, and reports what is missing, unknown or of the wrong form.</summary>
sealed class Fields
{
    readonly YamlMapping _mapping;
    readonly FaultList _faults;
    readonly int _faultsBefore;

    public Fields(YamlMapping mapping, FaultList faults)
    {
        _mapping = mapping;
        _faults = faults;
        _faultsBefore = faults.Count;
    }

    public Place Place => _mapping.Place;

    /// <summary>Whether anything was wrong since the members were begun to be read.</summary>
    public bool HasFault => _faults.Count > _faultsBefore;

    public YamlEntry? Find(string key) => _mapping.Find(key);

    /// <summary>Where a member stands; where the mapping begins, if it is not there.</summary>
    public Place PlaceOf(string key) => _mapping.Find(key)?.Place ?? _mapping.Place;

    public void Fault(string key, string text) => _faults.Spec(PlaceOf(key), text);

    /// <summary>Reports members of other names, where the version refuses them.</summary>
    public void AllowOnly(Dialect dialect, params string[] keys)
    {
        if (!dialect.IsV1)
            return;

        foreach (var entry in _mapping.Entries)
        {
            if (Array.IndexOf(keys, entry.Key) < 0)
                _faults.Spec(entry.Place, $"{entry.Key} is not known here. Known are: {string.Join(", ", keys)}.");
        }
    }

    /// <summary>A text; null if there is none, or an empty one.</summary>
    public string? Text(string key)
    {
        if (_mapping.Find(key) is not { } entry || entry.Value is YamlScalar { Value: null })
            return null;
        if (entry.Value is YamlScalar { Value: string text })
            return text.Length == 0 ? null : text;

        _faults.Spec(entry.Place, $"{key} must be text, but is {entry.Value.Kind}{Quoted(entry.Value)}.");
        return null;
    }

    /// <summary>A text that must be there; empty, and reported, if it is not.</summary>
    public string Required(string key, string example)
    {
        var before = _faults.Count;
        var text = Text(key);
        if (text is null && _faults.Count == before)
            _faults.Spec(PlaceOf(key), $"{key} is missing. Write, for example, {key}: {example}.");
        return text ?? "";
    }

    public bool? Flag(string key)
    {
        if (_mapping.Find(key) is not { } entry || entry.Value is YamlScalar { Value: null })
            return null;
        if (entry.Value is YamlScalar { Value: bool flag })
            return flag;

        _faults.Spec(entry.Place, $"{key} must be true or false, but is {entry.Value.Kind}.");
        return null;
    }

    /// <summary>The items of a list; empty if there is none.</summary>
    public IReadOnlyList<YamlNode> List(string key)
    {
        if (_mapping.Find(key) is not { } entry || entry.Value is YamlScalar { Value: null })
            return [];
        if (entry.Value is YamlSequence list)
            return list.Items;

        _faults.Spec(entry.Place, $"{key} must be a list, but is {entry.Value.Kind}.");
        return [];
    }

    /// <summary>The mappings of a list.</summary>
    public IEnumerable<YamlMapping> Mappings(string key)
    {
        foreach (var item in List(key))
        {
            if (item is YamlMapping mapping)
                yield return mapping;
            else
                _faults.Spec(item.Place, $"{key} must hold mappings, but this is {item.Kind}.");
        }
    }

    public YamlMapping? Mapping(string key)
    {
        if (_mapping.Find(key) is not { } entry || entry.Value is YamlScalar { Value: null })
            return null;
        if (entry.Value is YamlMapping mapping)
            return mapping;

        _faults.Spec(entry.Place, $"{key} must be a mapping, but is {entry.Value.Kind}.");
        return null;
    }

    /// <summary>A description, which has bounds of its own.</summary>
    public string? Description(bool beginsWithLetter)
    {
        const int shortest = 3;
        const int longest = 2000;
        if (Text("description") is not { } text)
            return null;

        if (LengthOf(text) is < shortest or > longest)
            Fault("description", $"A description has {shortest} to {longest} characters; this one has {LengthOf(text)}.");
        else if (beginsWithLetter && !IsAsciiLetter(text[0]))
            Fault("description", "A description begins with a letter from A to Z here.");
        return text;
    }

    /// <summary>A name that people see.</summary>
    public string DisplayName(string key)
    {
        const int shortest = 3;
        const int longest = 65;
        var before = _faults.Count;
        var name = Required(key, "Checkout");
        if (_faults.Count > before)
            return name;

        var isGood = name.Length is >= shortest and <= longest && (IsAsciiLetter(name[0]) || name[0] == '_')
            && name.All(static c => IsAsciiLetter(c) || c is (>= '0' and <= '9') or ' ' or '_' or ',' or '.' or '-');
        if (!isGood)
            Fault(key, $"{key} \"{name}\" has {shortest} to {longest} characters, begins with a letter from A to Z or with _, and has only such letters, digits, blanks and _ , . - in it.");
        return name;
    }

    public static bool IsAsciiLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    /// <summary>The number of characters, as Unicode counts them.</summary>
    public static int LengthOf(string text) => text.Length - text.Count(char.IsLowSurrogate);

    static string Quoted(YamlNode node) => node is YamlScalar { Value: decimal or double or bool } scalar ? string.Format(CultureInfo.InvariantCulture, "; write \"{0}\"", scalar.Text) : "";
}
