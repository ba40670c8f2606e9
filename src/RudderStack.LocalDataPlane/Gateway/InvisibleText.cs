using System.Globalization;
using System.Text;

namespace RudderStack.Local.Gateway;

/// <summary>
/// Ids as the gateway compares them: without characters that cannot be seen, and trimmed
/// (rudder-go-kit's sanitize.Unicode, then strings.TrimSpace).
/// </summary>
static class InvisibleText
{
    /// <summary>Those that Go counts as printable and sanitize.Unicode removes all the same.</summary>
    const string AlsoInvisible = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    public static string Remove(string text)
    {
        foreach (var character in text)
        {
            if (character is < '!' or > '~')
                return RemoveSlowly(text);
        }

        return text;
    }

    static string RemoveSlowly(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPrintable(rune) && !(rune.IsBmp && AlsoInvisible.Contains((char)rune.Value)))
                kept.Append(rune.ToString());
        }

        // Of all white space only the ordinary blank is left here.
        return kept.ToString().Trim(' ');
    }

    /// <summary>Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ordinary blank.</summary>
    static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);
}
