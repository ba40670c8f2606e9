using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes text. Only what JSON requires is escaped, so that text of any language costs what its UTF-8 costs.</summary>
static class JsonText
{
    // Beyond it, exact counting costs less than room for three bytes a character.
    const int CountedText = 1024;

    // Up to it one plain loop costs less than looking for what to escape and then encoding the rest.
    const int ShortText = 64;

    public static void Text(this MessageWriter writer, string text) => writer.Text(text.AsSpan());

    /// <summary>A JSON string, quotes included.</summary>
    public static void Text(this MessageWriter writer, ReadOnlySpan<char> text)
    {
        if (text.Length <= ShortText && writer.TryAscii(text))
            return;

        writer.Raw((byte)'"');
        while (!text.IsEmpty && !writer.IsFull)
        {
            var escaped = Utf8Text.IndexOfEscaped(text);
            if (escaped < 0)
            {
                writer.Unescaped(text);
                break;
            }

            writer.Unescaped(text.Slice(0, escaped));
            writer.Escaped(text[escaped]);
            text = text.Slice(escaped + 1);
        }

        writer.Raw((byte)'"');
    }

    // Gives up at the first character that needs more than copying; what it left behind is overwritten by what is written then.
    static bool TryAscii(this MessageWriter writer, ReadOnlySpan<char> text)
    {
        var room = writer.Reserve(text.Length + 2);
        if (room.IsEmpty)
            return false;

        var written = room.Slice(0, text.Length + 2);
        written[0] = (byte)'"';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is < ' ' or > '~' or '"' or '\\')
                return false;
            written[i + 1] = (byte)c;
        }

        written[text.Length + 1] = (byte)'"';
        writer.Advance(written.Length);
        return true;
    }

    static void Unescaped(this MessageWriter writer, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;

        // A character takes at least a byte, so a text longer than the ceiling need not be counted.
        var atMost = text.Length <= CountedText || text.Length > writer.Ceiling
            ? (long)text.Length * Utf8Text.MaxBytesPerChar
            : Utf8Text.Count(text);
        var room = writer.Reserve(atMost);
        if (!room.IsEmpty)
            writer.Advance(Utf8Text.Write(text, room));
    }

    static void Escaped(this MessageWriter writer, char c)
    {
        var shortForm = c switch
        {
            '"' => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            _ => '\0',
        };
        writer.Raw((byte)'\\');
        if (shortForm != '\0')
        {
            writer.Raw((byte)shortForm);
            return;
        }

        writer.Raw("u00"u8);
        writer.Raw((byte)('0' + (c >> 4)));
        writer.Raw((byte)"0123456789abcdef"[c & 0xf]);
    }
}
