using System.Globalization;
using System.Text;

namespace RudderStack.Local.Plans.Schema;

/// <summary>Says a JavaScript pattern in .NET's words, where both have other words or mean other things.</summary>
sealed class PatternTranslation
{
    const string Digits = "0-9";
    const string WordCharacters = "a-zA-Z0-9_";
    const string Blanks = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    // All but the ends of lines; a character outside the BMP is one.
    const string AnyCharacter = @"(?:[\ud800-\udbff][\udc00-\udfff]|[^\n\r\u2028\u2029\ud800-\udfff])";

    const string SyntaxCharacters = @"^$\.*+?()[]{}|/";

    readonly string _pattern;
    readonly StringBuilder _text = new();
    int _at;

    PatternTranslation(string pattern) => _pattern = pattern;

    /// <exception cref="SchemaException">JavaScript cannot read it either.</exception>
    public static string Of(string pattern)
    {
        var translation = new PatternTranslation(pattern);
        while (translation._at < pattern.Length)
            translation.Next();
        return translation._text.ToString();
    }

    void Next()
    {
        switch (_pattern[_at++])
        {
            case '\\':
                Escape(inClass: false);
                break;
            case '[':
                Class();
                break;
            case '.':
                _text.Append(AnyCharacter);
                break;
            case '$':
                // .NET's own also matches before a line break at the end.
                _text.Append(@"\z");
                break;
            case '{':
                Quantifier();
                break;
            case '(' when Follows("?") && _at + 1 < _pattern.Length && _pattern[_at + 1] is not (':' or '=' or '!' or '<'):
                throw Fault($"(?{_pattern[_at + 1]} is no group of JavaScript");
            case ']' or '}':
                throw Fault($"a {_pattern[_at - 1]} without its beginning must be escaped");
            default:
                _text.Append(_pattern[_at - 1]);
                break;
        }
    }

    void Quantifier()
    {
        var end = _pattern.IndexOf('}', _at);
        var inside = end < 0 ? "" : _pattern[_at..end];
        if (inside.Length == 0 || !char.IsAsciiDigit(inside[0]) || inside.Any(character => !char.IsAsciiDigit(character) && character != ',') || inside.Count(character => character == ',') > 1)
            throw Fault("a { that is no quantifier must be escaped");
        _text.Append('{').Append(inside).Append('}');
        _at = end + 1;
    }

    void Class()
    {
        var isNegated = Follows("^");
        _at += isNegated ? 1 : 0;
        if (Follows("]"))
        {
            // Nothing, or anything at all: .NET would take the bracket as a member.
            _at++;
            _text.Append(isNegated ? @"[\s\S]" : @"(?!)");
            return;
        }

        _text.Append(isNegated ? "[^" : "[");
        while (!Follows("]"))
        {
            if (_at == _pattern.Length)
                throw Fault("a [ has no ]");
            var character = _pattern[_at++];
            if (character == '\\')
                Escape(inClass: true);
            else if (character == '[')
                _text.Append(@"\[");
            else
                _text.Append(character);
        }

        _at++;
        _text.Append(']');
    }

    void Escape(bool inClass)
    {
        if (_at == _pattern.Length)
            throw Fault("it ends with a \\");
        var character = _pattern[_at++];
        switch (character)
        {
            case 'd' or 'w' or 's':
                _text.Append(inClass ? SetOf(character) : $"[{SetOf(character)}]");
                break;
            case 'D' or 'W' or 'S' when !inClass:
                _text.Append("[^").Append(SetOf(char.ToLowerInvariant(character))).Append(']');
                break;
            case 'D' or 'W' or 'S':
                // As .NET means them: a class has no room for another that is negated.
                _text.Append('\\').Append(character);
                break;
            case 'b' or 'B' when !inClass:
                // Between ASCII word characters and others.
                _text.Append(character == 'b'
                    ? $"(?:(?<=[{WordCharacters}])(?![{WordCharacters}])|(?<![{WordCharacters}])(?=[{WordCharacters}]))"
                    : $"(?:(?<=[{WordCharacters}])(?=[{WordCharacters}])|(?<![{WordCharacters}])(?![{WordCharacters}]))");
                break;
            case 'u':
                CodePoint(inClass);
                break;
            case 'p' or 'P' when Follows("{") && _pattern.IndexOf('}', _at) is > 0 and var end:
                _text.Append('\\').Append(character).Append(_pattern, _at, end + 1 - _at);
                _at = end + 1;
                break;
            case 'x' or 'c' or 'k' or 'f' or 'n' or 'r' or 't' or 'v':
                _text.Append('\\').Append(character);
                break;
            case 'b' when inClass:
                _text.Append(@"\b");
                break;
            case '0' when _at == _pattern.Length || !char.IsAsciiDigit(_pattern[_at]):
                _text.Append(@"\x00");
                break;
            case >= '1' and <= '9' when !inClass:
                _text.Append('\\').Append(character);
                break;
            case '-' when inClass:
                _text.Append(@"\-");
                break;
            default:
                if (!SyntaxCharacters.Contains(character, StringComparison.Ordinal))
                    throw Fault($"\\{character} is no escape of JavaScript");
                _text.Append('\\').Append(character);
                break;
        }
    }

    void CodePoint(bool inClass)
    {
        if (!Follows("{"))
        {
            _text.Append(@"\u");
            return;
        }

        var end = _pattern.IndexOf('}', _at);
        if (end < 0 || !int.TryParse(_pattern.AsSpan(_at + 1, end - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
            throw Fault("\\u{ has no code point");
        _at = end + 1;
        if (code < 0x10000)
            _text.Append(@"\u").Append(code.ToString("x4", CultureInfo.InvariantCulture));
        else if (inClass)
            throw Fault(".NET has no classes with characters beyond \\uFFFF");
        else
            _text.Append("(?:").Append(char.ConvertFromUtf32(code)).Append(')');
    }

    static string SetOf(char escape) => escape switch
    {
        'd' => Digits,
        'w' => WordCharacters,
        _ => Blanks,
    };

    bool Follows(string text) => string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;

    SchemaException Fault(string reason) => new($"the pattern {_pattern} cannot be read: {reason}");
}
