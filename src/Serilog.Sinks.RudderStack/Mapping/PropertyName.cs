using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>All that is known about a name in the program: what it means, whether it is sent, how it is spelled.</summary>
sealed class PropertyName
{
    readonly ReservedProperty[] _roles;
    readonly SpelledName _inProperties;
    readonly SpelledName _inTraitsAndContext;
    readonly SpelledName _verbatim;

    public PropertyName(
        string source,
        ReservedProperty[] roles,
        Sending sending,
        SpelledName inProperties,
        SpelledName inTraitsAndContext,
        SpelledName verbatim)
    {
        Source = source;
        Sending = sending;
        _roles = roles;
        _inProperties = inProperties;
        _inTraitsAndContext = inTraitsAndContext;
        _verbatim = verbatim;
    }

    /// <summary>The name as the program has it.</summary>
    public string Source { get; }

    /// <summary>Whether it is sent as a loose property.</summary>
    public Sending Sending { get; }

    public ReservedProperty RoleIn(MessageType type) => _roles[(int)type];

    public SpelledName In(NameScope scope) => scope switch
    {
        NameScope.Properties => _inProperties,
        NameScope.TraitsAndContext => _inTraitsAndContext,
        _ => _verbatim,
    };
}
