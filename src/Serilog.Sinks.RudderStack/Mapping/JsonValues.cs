using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Reads JSON as the property values that mapping writes. Names are data; of two equal ones the last wins.</summary>
static class JsonValues
{
    // Longer ones do not fit a decimal.
    const int DecimalDigits = 28;

    static readonly ScalarValue Null = new(null);

    // What stands for an object or array that the writer will cut for its depth.
    static readonly SequenceValue TooDeep = new([]);

    /// <param name="node">The value; null gives null.</param>
    /// <param name="depth">The number of objects and arrays around it; deeper than messages may be, nothing is read.</param>
    public static LogEventPropertyValue From(JsonNode? node, int depth)
    {
        try
        {
            return node switch
            {
                JsonObject or JsonArray when depth >= ValueWriter.MaxDepth => TooDeep,
                JsonObject members => FromObject(members, depth),
                JsonArray elements => new SequenceValue(elements.Select(element => From(element, depth + 1)).ToArray()),
                JsonValue value => FromValue(value, depth),
                _ => Null,
            };
        }
        catch (Exception)
        {
            // A value that cannot be read is replaced; its siblings stay.
            return Null;
        }
    }

    static LogEventPropertyValue FromObject(JsonObject members, int depth)
    {
        try
        {
            return Dictionary(members.Select(member => (member.Key, From(member.Value, depth + 1))));
        }
        catch (ArgumentException)
        {
            // It was parsed from text that has a name twice, and throws when its members are asked for.
            return Parse(members, depth);
        }
    }

    static LogEventPropertyValue FromValue(JsonValue value, int depth)
    {
        if (!value.TryGetValue<object>(out var content))
            return Parse(value, depth);
        if (content is JsonElement element)
            return From(element, depth);

        return content is string or bool or DateTime or DateTimeOffset or Guid or decimal or double or float
            or int or long or uint or ulong or short or ushort or byte or sbyte
            ? new ScalarValue(content)
            : Parse(value, depth);
    }

    // Only the node knows how it becomes JSON.
    static LogEventPropertyValue Parse(JsonNode node, int depth)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return From(document.RootElement, depth);
    }

    static LogEventPropertyValue From(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array when depth >= ValueWriter.MaxDepth => TooDeep,
        JsonValueKind.Object => Dictionary(element.EnumerateObject().Select(member => (NameOf(member), From(member.Value, depth + 1)))),
        JsonValueKind.Array => new SequenceValue(element.EnumerateArray().Select(item => From(item, depth + 1)).ToArray()),
        JsonValueKind.String => new ScalarValue(TextOf(element)),
        JsonValueKind.Number => new ScalarValue(NumberOf(element.GetRawText())),
        JsonValueKind.True => new ScalarValue(true),
        JsonValueKind.False => new ScalarValue(false),
        _ => Null,
    };

    static DictionaryValue Dictionary(IEnumerable<(string Name, LogEventPropertyValue Value)> members)
    {
        var dictionary = new Dictionary<ScalarValue, LogEventPropertyValue>();
        foreach (var (name, value) in members)
            dictionary[new ScalarValue(name)] = value;
        return new DictionaryValue(dictionary);
    }

    static object NumberOf(string digits)
    {
        if (!digits.Any(c => c is '.' or 'e' or 'E'))
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer : digits;

        // A decimal keeps the digits as they are spelled.
        if (digits.Length <= DecimalDigits && decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact))
            return exact;

        // The gateway refuses a message with a number that no double holds.
        var number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsInfinity(number) ? digits : number;
    }

    static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(text.GetRawText());
        }
    }

    static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescape(member.ToString());
        }
    }

    // The framework refuses escaped surrogates that are no pairs. The text is good JSON otherwise; what follows its closing quote is ignored.
    static string Unescape(string raw)
    {
        var text = new StringBuilder();
        for (var i = 1; raw[i] != '"'; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)Convert.ToInt32(raw.Substring(i + 1, 4), 16));
                i += 4;
            }
            else
            {
                text.Append(raw[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var c => c });
            }
        }

        return text.ToString();
    }
}
