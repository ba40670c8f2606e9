namespace Serilog.Sinks.RudderStack;

/// <summary>Which event properties without a reserved name are sent.</summary>
public enum LooseProperties
{
    /// <summary>All but those on the deny list.</summary>
    All,

    /// <summary>Only those that are holes of the event's own message template.</summary>
    MessageTemplate,

    /// <summary>None: only what stands in <c>Properties</c> or <c>Traits</c>.</summary>
    None,
}
