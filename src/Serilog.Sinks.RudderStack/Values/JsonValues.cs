using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>JSON that has been parsed or built: the JSON that it is, names untouched.</summary>
/// <remarks>It does not go through the logger, whose depth limit is for objects that know each other.</remarks>
static class JsonValues
{
    /// <summary>Levels of nesting that are read; a message has no more.</summary>
    public const int MaxDepth = 64;

    /// <summary>Null, in another instance than the one by which Serilog says that it stopped reading.</summary>
    public static readonly ScalarValue Null = new(null);

    public static LogEventPropertyValue Of(JsonElement element) => Of(element, depth: 0);

    public static LogEventPropertyValue Of(JsonNode? node) => Of(node, depth: 0);

    static LogEventPropertyValue Of(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when depth >= MaxDepth => Mark.TooDeep,
        JsonValueKind.Object or JsonValueKind.Array when !CaptureWork.Current.TryCountNode() => Mark.Exhausted,
        JsonValueKind.Object => ObjectOf(element, depth),
        JsonValueKind.Array => ArrayOf(element, depth),
        JsonValueKind.String when CaptureWork.BytesLeft is { } bytes && JsonSize.IsBeyond(bytes, element) => Mark.Exhausted,
        JsonValueKind.String => Texts.OfText(ParsedText.Of(element)),
        JsonValueKind.Number => Numbers.Of(element),
        JsonValueKind.True => new ScalarValue(true),
        JsonValueKind.False => new ScalarValue(false),
        _ => Null,
    };

    static LogEventPropertyValue ObjectOf(JsonElement element, int depth)
    {
        var members = new JsonMembers();
        foreach (var member in element.EnumerateObject())
        {
            if (!CaptureWork.TryCount(CaptureBudget.SmallestEntry))
                return Mark.Exhausted;
            members.Add(ParsedText.NameOf(member), Of(member.Value, depth + 1));
        }

        return members.ToValue();
    }

    static LogEventPropertyValue ArrayOf(JsonElement element, int depth)
    {
        var elements = new LogEventPropertyValue[element.GetArrayLength()];
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (!CaptureWork.TryCount(CaptureBudget.SmallestScalar))
                return Mark.Exhausted;
            elements[index++] = Of(item, depth + 1);
        }

        return new SequenceValue(elements);
    }

    // A node that cannot be read costs itself alone.
    static LogEventPropertyValue Of(JsonNode? node, int depth)
    {
        try
        {
            return node switch
            {
                null => Null,
                JsonValue value => ValueOf(value, depth),
                _ when depth >= MaxDepth => Mark.TooDeep,
                _ when !CaptureWork.Current.TryCountNode() => Mark.Exhausted,
                JsonObject members => ObjectOf(members, depth),
                _ => ArrayOf((JsonArray)node, depth),
            };
        }
        catch (Exception exception)
        {
            return Capture.Failed(exception);
        }
    }

    static LogEventPropertyValue ObjectOf(JsonObject json, int depth)
    {
        try
        {
            var members = new JsonMembers();
            foreach (var member in json)
            {
                if (!CaptureWork.TryCount(CaptureBudget.SmallestEntry))
                    return Mark.Exhausted;
                members.Add(member.Key, Of(member.Value, depth + 1));
            }

            return members.ToValue();
        }
        catch (ArgumentException) when (ParsedText.TryGetElement(json, out var element))
        {
            // Parsed from JSON with equal names, which a JsonObject cannot hold. One parsed from JSON with a lone surrogate in a
            // name can be neither read nor written, and System.Text.Json gives its source to nobody: it costs itself.
            return ObjectOf(element, depth);
        }
    }

    static LogEventPropertyValue ArrayOf(JsonArray json, int depth)
    {
        var elements = new List<LogEventPropertyValue>();
        foreach (var item in json)
        {
            if (!CaptureWork.TryCount(CaptureBudget.SmallestScalar))
                return Mark.Exhausted;
            elements.Add(Of(item, depth + 1));
        }

        return new SequenceValue(elements);
    }

    static LogEventPropertyValue ValueOf(JsonValue value, int depth)
    {
        if (value.TryGetValue<object>(out var content))
        {
            if (content is JsonElement element)
                return Of(element, depth);
            if (IsScalar(content))
                return Texts.IsLong(content) ? Mark.Exhausted : new ScalarValue(content);
        }

        // Whatever else was wrapped: only the node knows how it becomes JSON.
        using var document = JsonDocument.Parse(value.ToJsonString());
        return Of(document.RootElement, depth);
    }

    static bool IsScalar(object? value) =>
        value is string or bool or char
            or sbyte or byte or short or ushort or int or uint or long or ulong
            or float or double or decimal
            or DateTime or DateTimeOffset or Guid;
}

/// <summary>The members of a JSON object; of two equal names the last wins, as in System.Text.Json.</summary>
sealed class JsonMembers
{
    readonly List<KeyValuePair<ScalarValue, LogEventPropertyValue>> _members = [];
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public void Add(string name, LogEventPropertyValue value)
    {
        if (_places.TryGetValue(name, out var place))
        {
            _members[place] = new(_members[place].Key, value);
            return;
        }

        _places.Add(name, _members.Count);
        _members.Add(new(new ScalarValue(name), value));
    }

    public DictionaryValue ToValue() => new(_members);
}
