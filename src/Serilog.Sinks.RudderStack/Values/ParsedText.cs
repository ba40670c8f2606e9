using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
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

/// <summary>Finds out whether a text of parsed JSON is too long to be read, before it is copied: it does not say its length.</summary>
/// <remarks>It is written, to a buffer that is refused to it when it asks for too much.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but this object, which the thread keeps.")]
sealed class JsonSize : IBufferWriter<byte>
{
    // What a writer asks for at most, for text that has to be escaped.
    const int GrowthByEscaping = 6;
    const int Overhead = 64;

    [ThreadStatic]
    static JsonSize? _current;

    readonly byte[] _buffer = new byte[1024];
    readonly Utf8JsonWriter _writer;
    long _limit;

    JsonSize() => _writer = new Utf8JsonWriter(this, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static bool IsBeyond(long bytes, JsonElement text)
    {
        var size = _current ??= new JsonSize();
        size._limit = (GrowthByEscaping * bytes) + Overhead;
        try
        {
            size._writer.Reset(size);
            text.WriteTo(size._writer);
            size._writer.Flush();
            return false;
        }
        catch (BeyondException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            // Lone surrogates, which are read another way.
            return false;
        }
    }

    public void Advance(int count)
    {
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _limit)
            throw new BeyondException();
        return sizeHint > _buffer.Length ? new byte[sizeHint] : _buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    sealed class BeyondException : Exception;
}
