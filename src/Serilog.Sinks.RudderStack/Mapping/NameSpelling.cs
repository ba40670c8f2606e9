using System.Globalization;
using System.Text;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Spells C# identifiers in snake_case and camelCase. Other names are data and stay as they are.</summary>
static class NameSpelling
{
    /// <summary>Spells a name for its place in a message.</summary>
    public static string Spell(string name, NameScope scope, PropertyNaming naming) => naming switch
    {
        _ when scope == NameScope.Verbatim => name,
        PropertyNaming.AsIs => name,
        PropertyNaming.CamelCase => Camel(name),
        PropertyNaming.SnakeCase => Snake(name),
        _ => scope == NameScope.Properties || IsIrregular(scope, Snake(name)) ? Snake(name) : Camel(name),
    };

    // Where RudderStack's event specification itself departs from camelCase.
    static bool IsIrregular(NameScope scope, string snake) => scope switch
    {
        NameScope.Page => snake is "referring_domain" or "initial_referrer" or "initial_referring_domain" or "tab_url",
        NameScope.Company => snake is "employee_count",
        _ => false,
    };

    /// <summary>As <c>System.Text.Json.JsonNamingPolicy.SnakeCaseLower</c>: <c>OrderId</c>, <c>URLPath</c> give <c>order_id</c>, <c>url_path</c>.</summary>
    public static string Snake(string name)
    {
        if (!IsIdentifier(name))
            return name;

        var spelled = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && StartsWord(name, i))
                spelled.Append('_');
            spelled.Append(char.ToLowerInvariant(name[i]));
        }

        return spelled.ToString();
    }

    /// <summary>Lower-cases the leading capitals, but not one that begins a word: <c>OrderId</c>, <c>URLPath</c>, <c>HTML5Page</c> give <c>orderId</c>, <c>urlPath</c>, <c>html5Page</c>.</summary>
    public static string Camel(string name)
    {
        if (!IsIdentifier(name) || !char.IsUpper(name[0]))
            return name;

        var spelled = name.ToCharArray();
        for (var i = 0; i < spelled.Length && char.IsUpper(name[i]); i++)
        {
            var beginsNextWord = i > 0 && i + 1 < name.Length && char.IsLower(name[i + 1]);
            if (beginsNextWord)
                break;
            spelled[i] = char.ToLowerInvariant(name[i]);
        }

        return new string(spelled);
    }

    static bool StartsWord(string name, int index)
    {
        var before = name[index - 1];
        if (char.IsUpper(before))
            return index + 1 < name.Length && char.IsLower(name[index + 1]);

        return char.GetUnicodeCategory(before) is UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber;
    }

    static bool IsIdentifier(string name)
    {
        if (name.Length == 0 || char.IsDigit(name[0]))
            return false;

        foreach (var c in name)
        {
            if (c != '_' && !char.IsLetterOrDigit(c))
                return false;
        }

        return true;
    }
}
