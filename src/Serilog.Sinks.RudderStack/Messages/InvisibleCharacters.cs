using System.Globalization;

namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>What the gateway does not count when it asks whether an id is there.</summary>
/// <remarks>
/// The gateway's rule (rudder-go-kit <c>sanitize.Unicode</c>, then a trim): what Go's <c>unicode.IsPrint</c> refuses is
/// removed, and so are some characters that are printable by category but show nothing. White space other than the
/// ordinary blank is not printable, so only blanks are left to trim.
/// </remarks>
static class InvisibleCharacters
{
    /// <summary>Whether nothing visible is left of a text.</summary>
    public static bool IsBlank(string? text)
    {
        if (text is null)
            return true;

        for (var i = 0; i < text.Length; i += WidthAt(text, i))
        {
            if (text[i] != ' ' && IsVisible(text, i))
                return false;
        }

        return true;
    }

    /// <summary>A text without invisible characters and without blanks at its ends; the same instance if it has none.</summary>
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i += WidthAt(text, i))
        {
            if (!IsVisible(text, i))
                return Remove(text);
        }

        return text.Trim(' ');
    }

    static string Remove(string text)
    {
        var kept = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i += WidthAt(text, i))
        {
            if (!IsVisible(text, i))
                continue;

            for (var j = 0; j < WidthAt(text, i); j++)
                kept[length++] = text[i + j];
        }

        return new string(kept, 0, length).Trim(' ');
    }

    static int WidthAt(string text, int index) => char.IsSurrogatePair(text, index) ? 2 : 1;

    static bool IsVisible(string text, int index)
    {
        var c = text[index];
        if (c < '\x7f')
            return c >= ' ';

        // A lone surrogate is sent as U+FFFD, which is visible.
        if (char.IsSurrogate(c) && WidthAt(text, index) == 1)
            return true;

        return IsPrintable(CharUnicodeInfo.GetUnicodeCategory(text, index)) && !IsPrintableButEmpty(c);
    }

    static bool IsPrintable(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or
        UnicodeCategory.ParagraphSeparator);

    static bool IsPrintableButEmpty(char c) => c is
        '\u034f' or '\u115f' or '\u1160' or '\u17b4' or '\u17b5' or '\u180e' or '\u2800' or '\u3164' or '\uffa0';
}
