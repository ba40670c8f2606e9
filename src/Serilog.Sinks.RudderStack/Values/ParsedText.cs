using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Text and names of parsed JSON, also those with lone surrogates, which System.Text.Json refuses to give.</summary>
static class ParsedText
{
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Read(text.GetRawText());
        }
    }

    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // Name, colon and value.
            return Read(member.ToString());
        }
    }

    /// <summary>The JSON that an object was parsed from, if nobody has looked into it yet.</summary>
    public static bool TryGetElement(JsonObject json, out JsonElement element)
    {
        element = default;
        try
        {
            using var document = JsonDocument.Parse(json.ToJsonString());
            element = document.RootElement.Clone();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    // The string with which a JSON text begins, escapes resolved one by one.
    static string Read(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var i = 1; json[i] != '"'; i++)
        {
            if (json[i] != '\\')
            {
                text.Append(json[i]);
                continue;
            }

            i++;
            text.Append(json[i] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\b',
                'f' => '\f',
                'u' => ReadUnit(json, ref i),
                var other => other,
            });
        }

        return text.ToString();
    }

    static char ReadUnit(string json, ref int index)
    {
        var unit = (char)Convert.ToUInt16(json.Substring(index + 1, 4), 16);
        index += 4;
        return unit;
    }
}
