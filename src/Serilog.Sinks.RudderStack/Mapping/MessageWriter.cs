using System.Buffers.Text;
using System.Globalization;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes JSON as UTF-8 into a buffer that the thread keeps for its next message.</summary>
/// <remarks>
/// Escapes only what JSON requires, so that text of any language costs what its UTF-8 costs. Members are written by
/// the caller, commas included; the writer knows text and numbers only.
/// </remarks>
sealed class MessageWriter
{
    // What a buffer holds at least before writing stops: the head of a message, whatever its limit, and what is made once.
    const int LowestCeiling = 128 * 1024;

    /// <summary>The ceiling of the largest messages that there are.</summary>
    public const int HighestCeiling = 4 * 4_096_000;

    /// <summary>Integers beyond it are written as text: the gateway passes numbers through a double.</summary>
    public const long LargestExactInteger = 1L << 53;

    const int InitialCapacity = 4096;
    const int LargestKept = 64 * 1024;

    // Beyond it, exact counting costs less than room for three bytes a character.
    const int CountedText = 1024;

    // Up to it one plain loop costs less than looking for what to escape and then encoding the rest.
    const int ShortText = 64;

    const int MaxNumberWidth = 40;

    [ThreadStatic]
    static MessageWriter? _cached;

    byte[] _buffer = new byte[InitialCapacity];
    int _ceiling;

    MessageWriter()
    {
    }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Position);

    public int Position { get; private set; }

    /// <summary>Whether the ceiling was reached; nothing more is written then.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Where writing stops for messages of a size limit: none of this size may be sent, and a value may be a graph without end.</summary>
    public static int CeilingFor(int limit) => (int)Math.Min(Math.Max(4L * limit, LowestCeiling), HighestCeiling);

    /// <summary>Takes the thread's writer out of its place, so that a log call made while it is in use gets another.</summary>
    public static MessageWriter Rent(int ceiling = HighestCeiling)
    {
        var writer = _cached ?? new MessageWriter();
        _cached = null;
        writer._ceiling = ceiling;
        return writer;
    }

    /// <summary>Gives a writer back, emptied: what users logged must not linger.</summary>
    public static void Return(MessageWriter writer)
    {
        if (writer._buffer.Length > LargestKept)
            return;

        Array.Clear(writer._buffer, 0, writer.Position);
        writer.Position = 0;
        writer.IsFull = false;
        _cached = writer;
    }

    /// <summary>Forgets everything from a position on, a reached ceiling included.</summary>
    public void Truncate(int position)
    {
        Array.Clear(_buffer, position, Position - position);
        Position = position;
        IsFull = false;
    }

    public void Raw(ReadOnlySpan<byte> utf8)
    {
        if (!TryReserve(utf8.Length))
            return;

        utf8.CopyTo(_buffer.AsSpan(Position));
        Position += utf8.Length;
    }

    public void Raw(byte ascii)
    {
        if (TryReserve(1))
            _buffer[Position++] = ascii;
    }

    /// <summary>Makes room for bytes of known number, for the caller to fill. Empty when the writer is full.</summary>
    public Span<byte> Claim(int width)
    {
        if (!TryReserve(width))
            return default;

        var claimed = _buffer.AsSpan(Position, width);
        Position += width;
        return claimed;
    }

    /// <summary>A JSON string, quotes included.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        if (text.Length <= ShortText && TryWriteAscii(text))
            return;

        Raw((byte)'"');
        while (!text.IsEmpty && !IsFull)
        {
            var escaped = Utf8Text.IndexOfEscaped(text);
            if (escaped < 0)
            {
                Unescaped(text);
                break;
            }

            Unescaped(text.Slice(0, escaped));
            Escape(text[escaped]);
            text = text.Slice(escaped + 1);
        }

        Raw((byte)'"');
    }

    public void Text(string text) => Text(text.AsSpan());

    public void Null() => Raw("null"u8);

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Number(long value)
    {
        if (value is >= -LargestExactInteger and <= LargestExactInteger)
            Digits(value);
        else
            QuotedDigits(value);
    }

    public void Number(ulong value)
    {
        if (value <= LargestExactInteger)
            Digits((long)value);
        else
            Text(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The exact digits, scale included; null has no counterpart here, since every decimal is finite.</summary>
    public void Number(decimal value)
    {
        var mustBeText = Math.Abs(value) > LargestExactInteger && decimal.Truncate(value) == value;
        if (!TryReserve(MaxNumberWidth))
            return;

        if (mustBeText)
            _buffer[Position++] = (byte)'"';
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Position), out var written);
        Position += written;
        if (mustBeText)
            _buffer[Position++] = (byte)'"';
    }

    public void Number(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            Null();
        else if (TryReserve(FloatingPoint.MaxWidth))
            Position += FloatingPoint.Write(value, _buffer.AsSpan(Position));
    }

    public void Number(float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value))
            Null();
        else if (TryReserve(FloatingPoint.MaxWidth))
            Position += FloatingPoint.Write(value, _buffer.AsSpan(Position));
    }

    void QuotedDigits(long value)
    {
        Raw((byte)'"');
        Digits(value);
        Raw((byte)'"');
    }

    void Digits(long value)
    {
        if (!TryReserve(MaxNumberWidth))
            return;

        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Position), out var written);
        Position += written;
    }

    // Gives up at the first character that needs more than copying; what it left behind is overwritten by what is written then.
    bool TryWriteAscii(ReadOnlySpan<char> text)
    {
        if (!TryReserve(text.Length + 2))
            return false;

        var written = _buffer.AsSpan(Position, text.Length + 2);
        written[0] = (byte)'"';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is < ' ' or > '~' or '"' or '\\')
                return false;
            written[i + 1] = (byte)c;
        }

        written[text.Length + 1] = (byte)'"';
        Position += text.Length + 2;
        return true;
    }

    void Unescaped(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;

        // A character takes at least a byte, so a text longer than the ceiling need not be counted.
        var atMost = text.Length <= CountedText || text.Length > _ceiling
            ? (long)text.Length * Utf8Text.MaxBytesPerChar
            : Utf8Text.Count(text);
        if (TryReserve(atMost))
            Position += Utf8Text.Write(text, _buffer.AsSpan(Position));
    }

    void Escape(char c)
    {
        if (!TryReserve(6))
            return;

        _buffer[Position++] = (byte)'\\';
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
        if (shortForm != '\0')
        {
            _buffer[Position++] = (byte)shortForm;
            return;
        }

        "u00"u8.CopyTo(_buffer.AsSpan(Position));
        _buffer[Position + 3] = (byte)('0' + (c >> 4));
        _buffer[Position + 4] = (byte)"0123456789abcdef"[c & 0xf];
        Position += 5;
    }

    bool TryReserve(long count)
    {
        if (!IsFull && count <= _buffer.Length - Position)
            return true;

        return TryGrow(count);
    }

    bool TryGrow(long count)
    {
        var needed = Position + count;
        if (IsFull || needed > _ceiling)
        {
            IsFull = true;
            return false;
        }

        var larger = new byte[Math.Max(needed, Math.Min(2L * _buffer.Length, _ceiling))];
        Written.CopyTo(larger);
        Array.Clear(_buffer, 0, Position);
        _buffer = larger;
        return true;
    }
}
