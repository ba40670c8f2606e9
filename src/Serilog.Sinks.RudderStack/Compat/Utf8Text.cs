#if NET8_0_OR_GREATER
using System.Buffers;
#endif
using System.Text;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>UTF-16 to UTF-8 and back, vectorised where the framework can.</summary>
static class Utf8Text
{
    /// <summary>The most bytes that one UTF-16 unit takes.</summary>
    public const int MaxBytesPerChar = 3;

    /// <summary>The text as a reader of its UTF-8 gets it, U+FFFD in place of each lone surrogate; the same instance if it has none.</summary>
    public static string AsRead(string text)
    {
        if (!HasSurrogates(text))
            return text;

        var read = text.ToCharArray();
        for (var i = 0; i < read.Length; i++)
        {
            if (i + 1 < read.Length && char.IsSurrogatePair(read[i], read[i + 1]))
                i++;
            else if (char.IsSurrogate(read[i]))
                read[i] = '\ufffd';
        }

        return new string(read);
    }

    // Names are short: a plain loop.
    static bool HasSurrogates(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c))
                return true;
        }

        return false;
    }

#if NET8_0_OR_GREATER
    const int LongText = 64;

    static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <summary>Where the first character stands that JSON wants escaped; -1 if there is none.</summary>
    public static int IndexOfEscaped(ReadOnlySpan<char> text)
    {
        // Most texts are short, and the vectorised search is itself compiled in tiers.
        if (text.Length > LongText)
            return text.IndexOfAny(Escaped);

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\\' or < ' ')
                return i;
        }

        return -1;
    }

    /// <summary>The number of bytes of a text.</summary>
    public static int Count(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>Writes a text, U+FFFD in place of each lone surrogate, and returns the number of bytes.</summary>
    public static int Write(ReadOnlySpan<char> text, Span<byte> destination) => Encoding.UTF8.GetBytes(text, destination);

    /// <summary>The text of these bytes.</summary>
    public static string Read(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
#else
    public static string Read(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.ToArray());

    public static int IndexOfEscaped(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '"' or '\\' or < ' ')
                return i;
        }

        return -1;
    }

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
            count += Width(CodePointAt(text, ref i));
        return count;
    }

    public static int Write(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var codePoint = CodePointAt(text, ref i);
            var width = Width(codePoint);
            if (width == 1)
            {
                destination[written++] = (byte)codePoint;
                continue;
            }

            for (var j = width - 1; j > 0; j--, codePoint >>= 6)
                destination[written + j] = (byte)(0x80 | (codePoint & 0x3f));
            destination[written] = (byte)((0xf00 >> width) | codePoint);
            written += width;
        }

        return written;
    }

    // Moves past the second half of a pair.
    static int CodePointAt(ReadOnlySpan<char> text, ref int index)
    {
        var c = text[index];
        if (!char.IsSurrogate(c))
            return c;

        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            return char.ConvertToUtf32(c, text[++index]);

        return 0xfffd;
    }

    static int Width(int codePoint) => codePoint switch
    {
        < 0x80 => 1,
        < 0x800 => 2,
        < 0x10000 => 3,
        _ => 4,
    };
#endif
}
