using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RudderStack.TrackingPlans.Yaml;

/// <summary>Reads the first document of a text as Go's yaml.v3 reads it, which is what rudder-cli uses.</summary>
sealed class YamlText
{
    const int MaxDepth = 200;

    // Aliases of aliases can stand for more than any memory holds.
    const long MaxNodes = 1_000_000;

    readonly string _file;
    readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    readonly HashSet<string> _open = new(StringComparer.Ordinal);
    readonly Parser _parser;
    int _depth;

    YamlText(PlanFile file)
    {
        _file = file.Path;
        _parser = new Parser(new StringReader(file.Text.TrimStart('\uFEFF')));
    }

    /// <summary>The document; null where there is none, which has been reported.</summary>
    public static YamlNode? Read(PlanFile file, FaultList faults)
    {
        var text = new YamlText(file);
        try
        {
            var document = text.ReadDocument();
            if (document is null)
                faults.Add(FaultKind.File, new Place(file.Path, 1, 1), "The file is empty. Delete it, or write the four members version, kind, metadata and spec.");
            return document;
        }
        catch (Refused refused)
        {
            faults.Add(FaultKind.File, refused.Place, refused.Message);
        }
        catch (YamlException exception)
        {
            faults.Add(FaultKind.File, text.PlaceOf(exception.Start), $"This is no YAML: {OneLine(exception.InnerException?.Message ?? exception.Message)}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or NullReferenceException)
        {
            // The parser's own faults at text that it does not expect.
            faults.Add(FaultKind.File, text.PlaceOf(text._parser.Current?.Start ?? Mark.Empty), $"This is no YAML: {OneLine(exception.Message)}");
        }

        return null;
    }

    YamlNode? ReadDocument()
    {
        Expect<StreamStart>();
        if (_parser.Current is StreamEnd)
            return null;

        Expect<DocumentStart>();
        var root = ReadNode();
        if (_parser.Current is not DocumentEnd)
            throw new Refused(PlaceOf(_parser.Current!.Start), "This is no YAML: the document should end here.");
        return root is YamlScalar { Value: null } ? null : root;
    }

    void Expect<T>()
    {
        if (_parser.Current is null)
            _parser.MoveNext();
        if (_parser.Current is T)
            _parser.MoveNext();
    }

    YamlNode ReadNode()
    {
        switch (_parser.Current)
        {
            case AnchorAlias alias:
                return ReadAlias(alias);
            case Scalar scalar:
                var read = new YamlScalar(PlaceOf(scalar.Start), scalar.Value, YamlScalars.ValueOf(scalar));
                if (read.Value is double number && (double.IsNaN(number) || double.IsInfinity(number)))
                    throw new Refused(read.Place, $"{scalar.Value} is no number that JSON can hold.");
                _parser.MoveNext();
                return Anchor(scalar.Anchor, read);
            case SequenceStart sequence:
                return ReadInside(sequence.Anchor, sequence.Start, () => ReadSequence(sequence));
            case MappingStart mapping:
                return ReadInside(mapping.Anchor, mapping.Start, () => ReadMapping(mapping));
            default:
                throw new Refused(PlaceOf(_parser.Current?.Start ?? Mark.Empty), "This is no YAML: a value is missing.");
        }
    }

    YamlNode ReadAlias(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        var place = PlaceOf(alias.Start);
        if (_open.Contains(name))
            throw new Refused(place, $"The anchor &{name} contains itself.");
        if (!_anchors.TryGetValue(name, out var node))
            throw new Refused(place, $"No anchor &{name} stands before this alias.");

        _parser.MoveNext();
        return node;
    }

    YamlNode ReadInside(AnchorName anchor, Mark start, Func<YamlNode> read)
    {
        if (++_depth > MaxDepth)
            throw new Refused(PlaceOf(start), $"This is nested more than {MaxDepth} levels deep.");
        if (!anchor.IsEmpty)
            _open.Add(anchor.Value);

        _parser.MoveNext();
        var node = read();
        _parser.MoveNext();

        if (node.Size > MaxNodes)
            throw new Refused(PlaceOf(start), $"With its aliases this is more than {MaxNodes} values.");
        if (!anchor.IsEmpty)
            _open.Remove(anchor.Value);
        _depth--;
        return Anchor(anchor, node);
    }

    YamlNode Anchor(AnchorName anchor, YamlNode node)
    {
        if (!anchor.IsEmpty)
            _anchors[anchor.Value] = node;
        return node;
    }

    YamlSequence ReadSequence(SequenceStart start)
    {
        var items = new List<YamlNode>();
        while (_parser.Current is not SequenceEnd)
            items.Add(ReadNode());
        return new YamlSequence(PlaceOf(start.Start), items);
    }

    YamlMapping ReadMapping(MappingStart start)
    {
        var entries = new List<YamlEntry>();
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var merged = new List<YamlMapping>();
        while (_parser.Current is not MappingEnd)
        {
            var isMerge = _parser.Current is Scalar { Style: ScalarStyle.Plain, Value: "<<" };
            var place = PlaceOf(_parser.Current!.Start);
            if (ReadNode() is not YamlScalar key)
                throw new Refused(place, "A key must be a scalar.");

            var value = ReadNode();
            if (isMerge)
            {
                merged.AddRange(Merged(place, value));
                continue;
            }

            if (places.TryGetValue(key.Text, out var first))
                throw new Refused(place, $"The key \"{key.Text}\" is already in line {first.Line} of the same mapping.");
            places.Add(key.Text, place);
            entries.Add(new YamlEntry(key.Text, place, value));
        }

        // What stands in the mapping itself wins, then the earlier of those merged.
        foreach (var entry in merged.SelectMany(static mapping => mapping.Entries))
        {
            if (places.ContainsKey(entry.Key))
                continue;
            places.Add(entry.Key, entry.Place);
            entries.Add(entry);
        }

        return new YamlMapping(PlaceOf(start.Start), entries);
    }

    static IEnumerable<YamlMapping> Merged(Place place, YamlNode value) => value switch
    {
        YamlMapping mapping => [mapping],
        YamlSequence sequence => sequence.Items.Select(item => item as YamlMapping ?? throw NoMapping(place)),
        _ => throw NoMapping(place),
    };

    static Refused NoMapping(Place place) => new(place, "<< merges a mapping, or a list of mappings.");

    Place PlaceOf(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    static string OneLine(string text) => string.Join(" ", text.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));

    sealed class Refused(Place place, string message) : Exception(message)
    {
        public Place Place { get; } = place;
    }
}
