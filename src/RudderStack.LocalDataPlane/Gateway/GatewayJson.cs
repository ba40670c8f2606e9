using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RudderStack.Local.Gateway;

/// <summary>
/// Copies JSON values as the gateway does by way of Go maps and float64: of equal keys the first is kept, numbers are
/// rounded to doubles. Works without recursion, since events may be nested deeper than a stack allows.
/// </summary>
sealed class GatewayJson : IDisposable
{
    /// <summary>
    /// How deep a body may be nested; a deeper one is invalid JSON. The gateway itself was seen to take 20 000 levels, in
    /// two seconds; its own limit is not known.
    /// </summary>
    public const int MaxDepth = 20_000;

    static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };
    static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth };
    static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    /// <summary>Integers of no more digits are the same as text and as double.</summary>
    const int ExactDigits = 15;

    readonly ArrayBufferWriter<byte> _buffer = new();
    readonly Stack<HashSet<string>> _openObjects = new();
    readonly Stack<HashSet<string>> _spareSets = new();

    public GatewayJson() => Writer = new Utf8JsonWriter(_buffer, WriterOptions);

    public Utf8JsonWriter Writer { get; }

    /// <summary>Whether a number was beyond a double's range. The gateway then fails to encode the event.</summary>
    public bool NumberOverflowed { get; private set; }

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, ReaderOptions);

    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        var reader = Reader(json);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public ReadOnlySpan<byte> Written()
    {
        Writer.Flush();
        return _buffer.WrittenSpan;
    }

    public JsonElement ToElement() => JsonElement.Parse(Written(), DocumentOptions);

    public void Dispose() => Writer.Dispose();

    /// <summary>Copies the value whose first token the reader stands on, and leaves the reader on its last.</summary>
    public void CopyValue(ref Utf8JsonReader reader)
    {
        var depth = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    depth++;
                    OpenObject();
                    break;
                case JsonTokenType.EndObject:
                    depth--;
                    CloseObject();
                    break;
                case JsonTokenType.StartArray:
                    depth++;
                    Writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    Writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    if (TryClaimName(ref reader) is { } name)
                        Writer.WritePropertyName(name);
                    break;
                default:
                    CopyScalar(ref reader);
                    break;
            }
        }
        while (depth > 0 && reader.Read());
    }

    public void OpenObject()
    {
        Writer.WriteStartObject();
        _openObjects.Push(_spareSets.TryPop(out var names) ? names : new HashSet<string>(StringComparer.Ordinal));
    }

    public void CloseObject()
    {
        Writer.WriteEndObject();
        var names = _openObjects.Pop();
        names.Clear();
        _spareSets.Push(names);
    }

    /// <summary>
    /// Gives the name the reader stands on, or null when the open object has it already: then its value is skipped.
    /// </summary>
    public string? TryClaimName(ref Utf8JsonReader reader)
    {
        var name = JsonText.Read(ref reader);
        if (_openObjects.Peek().Add(name))
            return name;
        reader.Skip();
        return null;
    }

    /// <summary>Keeps a name from being taken over from what is read.</summary>
    public void ReserveName(string name) => _openObjects.Peek().Add(name);

    void CopyScalar(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !reader.ValueIsEscaped && Utf8.IsValid(reader.ValueSpan):
                Writer.WriteStringValue(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                Writer.WriteStringValue(JsonText.Read(ref reader));
                break;
            case JsonTokenType.Number:
                CopyNumber(reader.ValueSpan);
                break;
            case JsonTokenType.Null:
                Writer.WriteNullValue();
                break;
            default:
                Writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
        }
    }

    void CopyNumber(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ExactDigits && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            Writer.WriteRawValue(text, skipInputValidation: true);
            return;
        }

        var value = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        NumberOverflowed |= double.IsInfinity(value);
        Writer.WriteRawValue(double.IsInfinity(value) ? "null" : GoNumber.Format(value), skipInputValidation: true);
    }
}
