namespace Serilog.Sinks.RudderStack;

/// <summary>How C# identifiers (property names, members of destructured objects) are spelled in messages.</summary>
public enum PropertyNaming
{
    /// <summary>As RudderStack's event specification: <c>properties</c> in snake_case, <c>traits</c> and <c>context</c> in camelCase.</summary>
    /// <remarks>
    /// With the exceptions that the specification makes: <c>referring_domain</c>, <c>initial_referrer</c>,
    /// <c>initial_referring_domain</c> and <c>tab_url</c> in <c>context.page</c>, and <c>employee_count</c> in <c>traits.company</c>.
    /// </remarks>
    RudderStackSpec,

    /// <summary>Everything in camelCase.</summary>
    CamelCase,

    /// <summary>Everything in snake_case.</summary>
    SnakeCase,

    /// <summary>As written in the program.</summary>
    AsIs,
}
