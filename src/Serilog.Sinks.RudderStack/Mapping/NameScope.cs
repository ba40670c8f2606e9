namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Where in a message a C# identifier stands, which decides how it is spelled.</summary>
enum NameScope
{
    /// <summary>Under <c>properties</c>.</summary>
    Properties,

    /// <summary>Under <c>traits</c> or <c>context</c>.</summary>
    TraitsAndContext,

    /// <summary>Under <c>integrations</c>, where nothing is renamed.</summary>
    Verbatim,
}
