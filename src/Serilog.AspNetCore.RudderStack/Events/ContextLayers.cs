using Serilog.Events;

namespace Serilog.AspNetCore.RudderStack.Events;

/// <summary>Lays an event's own context over that of its request.</summary>
/// <remarks>
/// The kind of the own value stays, since the sink spells members of structures and leaves keys of dictionaries alone.
/// Names of one's own count whatever their case, so that the <c>UserAgent</c> of an anonymous object, which the sink writes
/// as <c>userAgent</c>, is the same member. An own null counts, too: it keeps the request's value out.
/// </remarks>
static class ContextLayers
{
    // By which the sink, too, knows it from an object that merely has a key and a value.
    const string PairTag = "KeyValuePair`2";

    /// <summary>The merged context; null when the own value is no object, which the sink reports and sends as it is.</summary>
    public static LogEventPropertyValue? Merge(LogEventPropertyValue? own, DictionaryValue request) => own switch
    {
        null or ScalarValue { Value: null } or SequenceValue { Elements.Count: 0 } => request,
        StructureValue structure => Over(structure, request),
        DictionaryValue dictionary => Over(dictionary, request),
        SequenceValue sequence when sequence.Elements.All(IsPair) => Over(sequence, request),
        _ => null,
    };

    static StructureValue Over(StructureValue own, DictionaryValue request)
    {
        var members = own.Properties.Select(member => new LogEventProperty(member.Name, MergeMember(member.Name, member.Value, request)));
        var missing = Missing(own.Properties.Select(member => member.Name), request).Select(member => new LogEventProperty(NameOf(member), member.Value));
        return new StructureValue(members.Concat(missing), own.TypeTag);
    }

    static DictionaryValue Over(DictionaryValue own, DictionaryValue request)
    {
        var members = own.Elements.Select(member => KeyValuePair.Create(member.Key, MergeMember(member.Key.Value as string, member.Value, request)));
        return new DictionaryValue(members.Concat(Missing(own.Elements.Select(member => member.Key.Value as string), request)));
    }

    static SequenceValue Over(SequenceValue own, DictionaryValue request)
    {
        var pairs = own.Elements.Cast<StructureValue>().Select(pair => (Key: Part(pair, "Key"), Value: Part(pair, "Value"))).ToList();
        var members = pairs.Select(pair => Pair(pair.Key, MergeMember(KeyOf(pair.Key), pair.Value, request)));
        var missing = Missing(pairs.Select(pair => KeyOf(pair.Key)), request).Select(member => Pair(member.Key, member.Value));
        return new SequenceValue(members.Concat(missing));

        static string? KeyOf(LogEventPropertyValue key) => ((ScalarValue)key).Value as string;
    }

    /// <summary>An own member, laid over the request's of the same name if both are objects.</summary>
    static LogEventPropertyValue MergeMember(string? name, LogEventPropertyValue own, DictionaryValue request)
    {
        if (own is ScalarValue)
            return own;

        foreach (var member in request.Elements)
        {
            if (member.Value is DictionaryValue under && NameOf(member).Equals(name, StringComparison.OrdinalIgnoreCase))
                return Merge(own, under) ?? own;
        }

        return own;
    }

    static IEnumerable<KeyValuePair<ScalarValue, LogEventPropertyValue>> Missing(IEnumerable<string?> own, DictionaryValue request)
    {
        var known = own.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return request.Elements.Where(member => !known.Contains(NameOf(member)));
    }

    static string NameOf(KeyValuePair<ScalarValue, LogEventPropertyValue> member) => (string)member.Key.Value!;

    // What @ makes of an entry of a dictionary type that Serilog does not know as one.
    static bool IsPair(LogEventPropertyValue value) =>
        value is StructureValue { TypeTag: PairTag, Properties: [{ Name: "Key", Value: ScalarValue { Value: not null } }, { Name: "Value" }] or [{ Name: "Value" }, { Name: "Key", Value: ScalarValue { Value: not null } }] };

    static LogEventPropertyValue Part(StructureValue pair, string name) => pair.Properties.First(part => part.Name == name).Value;

    static StructureValue Pair(LogEventPropertyValue key, LogEventPropertyValue value) =>
        new([new LogEventProperty("Key", key), new LogEventProperty("Value", value)], PairTag);
}
