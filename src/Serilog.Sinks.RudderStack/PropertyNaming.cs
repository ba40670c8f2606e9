namespace Serilog.Sinks.RudderStack;

/// <summary>How C# identifiers (property names, members of destructured objects) are spelled in messages.</summary>
public enum PropertyNaming
{
    /// <summary>As RudderStack's event specification: <c>properties</c> in snake_case, <c>traits</c> and <c>context</c> in camelCase.</summary>
    RudderStackSpec,

    /// <summary>Everything in camelCase.</summary>
    CamelCase,

    /// <summary>Everything in snake_case.</summary>
    SnakeCase,

    /// <summary>As written in the program.</summary>
    AsIs,
}
