using System.Globalization;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>A text with the usual escapes read, each character with the place in the original that it comes from.</summary>
/// <remarks>
/// Reads what JSON, JavaScript, HTML and URLs write for a character, and passes over characters that cannot be seen: so text in
/// UTF-16 that was read as UTF-8 comes out right. Escapes of escapes need one <see cref="Next"/> each. Quoted-printable is read
/// only when asked for: its escapes begin with the character that stands before many a value.
/// </remarks>
sealed class EscapedText
{
    // Of what HTML has names for: the characters that keys and base64 may have, and those that escapes are made of.
    static readonly Dictionary<string, char> Entities = new(StringComparer.Ordinal)
    {
        ["equals"] = '=',
        ["plus"] = '+',
        ["sol"] = '/',
        ["colon"] = ':',
        ["lowbar"] = '_',
        ["hyphen"] = '-',
        ["dash"] = '-',
        ["period"] = '.',
        ["amp"] = '&',
        ["num"] = '#',
        ["semi"] = ';',
        ["percnt"] = '%',
        ["bsol"] = '\\',
    };

    const int LongestEntity = 7;

    readonly List<Character> _characters;

    EscapedText(List<Character> characters) => _characters = characters;

    public int Length => _characters.Count;

    public char this[int index] => _characters[index].Value;

    public static EscapedText Of(string text) => new(text.Select((c, i) => new Character(c, i, i + 1)).ToList());

    /// <summary>Where in the original the character begins.</summary>
    public int StartOf(int index) => _characters[index].Start;

    /// <summary>Where in the original the character ends.</summary>
    public int EndOf(int index) => _characters[index].End;

    /// <summary>The text without one layer of escapes; null when it has none.</summary>
    public EscapedText? Next() => Read(ReadAt);

    /// <summary>The text without the escapes of quoted-printable; null when it has none.</summary>
    public EscapedText? FromQuotedPrintable() => Read(ReadQuotedPrintableAt);

    EscapedText? Read(Func<int, (int Length, char? Value)> readAt)
    {
        var next = new List<Character>(Length);
        var changed = false;
        for (var at = 0; at < Length;)
        {
            var (length, value) = readAt(at);
            changed |= length > 1 || value is null;
            if (value is { } character)
                next.Add(new Character(character, StartOf(at), EndOf(at + length - 1)));
            at += length;
        }

        return changed ? new EscapedText(next) : null;
    }

    /// <summary>The text without an escape at its end that is not complete; null when there is none.</summary>
    public EscapedText? WithoutOpenEscape()
    {
        for (var at = Length - 1; at >= 0 && at >= Length - LongestEntity - 2; at--)
        {
            if (this[at] is '\\' or '&' or '%' or '=' && IsOpen(at))
                return new EscapedText(_characters.GetRange(0, at));
        }

        return null;
    }

    // How many characters stand for one, and for which; null for one that cannot be seen.
    (int Length, char? Value) ReadAt(int at)
    {
        var c = this[at];
        var read = c switch
        {
            '\\' => ReadBackslash(at),
            '&' => ReadEntity(at),
            '%' => PeekAt(at + 1) is 'u' or 'U' ? ReadNumber(at, 2, 4, 16) : ReadNumber(at, 1, 2, 16),
            _ => (0, null),
        };
        return read.Length > 0 ? read : (1, IsInvisible(c) ? null : c);
    }

    // A line that ends with the sign goes on in the next one.
    (int Length, char? Value) ReadQuotedPrintableAt(int at)
    {
        var read = this[at] != '=' ? (0, null) : PeekAt(at + 1) is '\r' or '\n' ? (2, null) : ReadNumber(at, 1, 2, 16);
        return read.Length > 0 ? read : (1, this[at]);
    }

    (int Length, char? Value) ReadBackslash(int at) => PeekAt(at + 1) switch
    {
        'u' when PeekAt(at + 2) is '{' => ReadBraces(at),
        'u' => ReadNumber(at, 2, 4, 16),
        'U' => ReadNumber(at, 2, 8, 16),
        'x' => ReadNumber(at, 2, 2, 16),
        >= '0' and <= '3' => ReadNumber(at, 1, 3, 8),
        { } c when !char.IsLetterOrDigit(c) => (2, c),
        _ => (0, null),
    };

    (int Length, char? Value) ReadBraces(int at)
    {
        var digits = CountDigits(at + 3, 6, 16);
        return PeekAt(at + 3 + digits) is '}' && ReadNumber(at, 3, digits, 16) is { Length: > 0 } read ? (read.Length + 1, read.Value) : (0, null);
    }

    (int Length, char? Value) ReadEntity(int at)
    {
        if (PeekAt(at + 1) is '#')
        {
            var isHex = PeekAt(at + 2) is 'x' or 'X';
            var prefix = isHex ? 3 : 2;
            var numberBase = isHex ? 16 : 10;
            var read = ReadNumber(at, prefix, CountDigits(at + prefix, 7, numberBase), numberBase);
            return read.Length > 0 && PeekAt(at + read.Length) is ';' ? (read.Length + 1, read.Value) : read;
        }

        var length = CountLetters(at + 1);
        return PeekAt(at + 1 + length) is ';' && Entities.TryGetValue(Text(at + 1, length), out var value) ? (length + 2, value) : (0, null);
    }

    // Control characters are as invisible escaped as they are plain.
    (int Length, char? Value) ReadNumber(int at, int prefix, int digits, int numberBase)
    {
        if (digits == 0 || CountDigits(at + prefix, digits, numberBase) < digits)
            return (0, null);
        var value = Convert.ToInt64(Text(at + prefix, digits), numberBase == 10 ? 10 : numberBase);
        return value > char.MaxValue ? (0, null) : (prefix + digits, IsInvisible((char)value) ? null : (char)value);
    }

    // Nothing but what an escape may begin with stands between here and the end.
    bool IsOpen(int at)
    {
        var rest = Text(at + 1, Length - at - 1);
        var digits = rest.TrimStart('u', 'U', 'x', 'X', '#', '{');
        var areDigits = digits.All(Uri.IsHexDigit);
        return this[at] switch
        {
            '\\' => areDigits && rest.Length < 9,
            '&' => rest.Length > 0 && rest[0] == '#' ? areDigits : Entities.Keys.Any(name => name.StartsWith(rest, StringComparison.Ordinal)),
            '%' => areDigits && rest.Length < (rest.Length > digits.Length ? 5 : 2),
            _ => areDigits && rest.Length < 2,
        };
    }

    char? PeekAt(int index) => index < Length ? this[index] : null;

    int CountDigits(int at, int most, int numberBase)
    {
        var count = 0;
        while (count < most && PeekAt(at + count) is { } c && (numberBase == 16 ? Uri.IsHexDigit(c) : c >= '0' && c < '0' + numberBase))
            count++;
        return count;
    }

    int CountLetters(int at)
    {
        var count = 0;
        while (count < LongestEntity && PeekAt(at + count) is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
            count++;
        return count;
    }

    string Text(int at, int length) => string.Concat(_characters.GetRange(at, length).Select(character => character.Value));

    static bool IsInvisible(char c) => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    readonly record struct Character(char Value, int Start, int End);
}
