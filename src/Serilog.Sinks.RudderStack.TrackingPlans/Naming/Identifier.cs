using System.Globalization;
using System.Text;
using RudderStack.TrackingPlans.Model;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Naming;

/// <summary>Makes C# identifiers of the texts of a plan. Letters of any script are kept.</summary>
static class Identifier
{
    /// <summary>The text in PascalCase; its code points, if it has no letter and no digit.</summary>
    public static string Of(string text)
    {
        if (text.Length == 0)
            return "Empty";

        var name = Pascal(text);
        if (name.Length == 0)
            return CodePoints(text);

        // Marks and digits cannot begin a name.
        return char.IsLetter(name[0]) ? name : "_" + name;
    }

    /// <summary>The code points of a text, which no other text has.</summary>
    public static string CodePoints(string text)
    {
        if (text.Length == 0)
            return "Empty";

        var name = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var point = isPair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i];
            name.Append('U').Append(point.ToString("X4", CultureInfo.InvariantCulture));
            if (isPair)
                i++;
        }

        return name.ToString();
    }

    /// <summary>The name of a value of an enum.</summary>
    public static string OfValue(object? value) => value switch
    {
        null => "Null",
        bool flag => flag ? "True" : "False",
        string text => Of(text),
        var number => OfNumber(PlanValue.ToJson(number)),
    };

    /// <summary>An id as the end of a name.</summary>
    public static string Suffix(string id)
    {
        var suffix = new StringBuilder("_");
        foreach (var c in id)
            suffix.Append(IsPart(c) || c == '_' ? c : '_');
        return suffix.ToString();
    }

    /// <summary>Eight digits that equal texts share, in every process and for ever.</summary>
    public static string Hash(string text)
    {
        // FNV-1a.
        var hash = 2166136261u;
        foreach (var unit in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ unit) * 16777619u);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    static string OfNumber(string digits) =>
        (digits[0] == '-' ? "Minus" : "_") + digits.TrimStart('-').Replace('.', '_').Replace("E+", "E").Replace("E-", "EMinus");

    static string Pascal(string text)
    {
        var name = new StringBuilder(text.Length);
        var begins = true;
        foreach (var c in Composed(text))
        {
            if (!IsPart(c))
            {
                begins = true;
                continue;
            }

            name.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
        }

        return name.ToString();
    }

    // Lone surrogates have no normal form.
    static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    // Letters outside the basic plane cannot stand in C# names.
    static bool IsPart(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
