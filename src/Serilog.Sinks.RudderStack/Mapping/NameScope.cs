namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>The object in which a C# identifier stands, which decides how it is spelled.</summary>
enum NameScope
{
    /// <summary>Anywhere under <c>properties</c>.</summary>
    Properties,

    /// <summary><c>traits</c>, at the top level or in the context.</summary>
    Traits,

    /// <summary><c>traits.company</c>, of which the event specification spells some members otherwise.</summary>
    Company,

    /// <summary><c>context</c>.</summary>
    Context,

    /// <summary><c>context.page</c>, likewise.</summary>
    Page,

    /// <summary>Anywhere else under <c>traits</c> or <c>context</c>.</summary>
    Nested,

    /// <summary>Anywhere under <c>integrations</c>, where nothing is renamed.</summary>
    Verbatim,
}

static class NameScopes
{
    public const int Count = (int)NameScope.Verbatim + 1;

    /// <summary>The scope of what a member holds, in an array as well.</summary>
    /// <param name="scope">The scope of the member.</param>
    /// <param name="member">The member's name in the message.</param>
    public static NameScope Within(this NameScope scope, string member) => scope switch
    {
        NameScope.Properties or NameScope.Verbatim => scope,
        NameScope.Traits when member == "company" => NameScope.Company,
        NameScope.Context when member == "page" => NameScope.Page,
        NameScope.Context when member == "traits" => NameScope.Traits,
        _ => NameScope.Nested,
    };
}
