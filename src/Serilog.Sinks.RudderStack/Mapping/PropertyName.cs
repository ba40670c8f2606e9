using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>All that is known about a name in the program: what it means, whether it is sent, how it is spelled.</summary>
sealed class PropertyName
{
    readonly ReservedProperty[] _roles;
    readonly SpelledName[] _spelled;

    /// <param name="source">The name as the program has it.</param>
    /// <param name="roles">What it means to each call, by the number of the <see cref="MessageType"/>.</param>
    /// <param name="sending">Whether it is sent as a loose property.</param>
    /// <param name="spelled">Its spellings, by the number of the <see cref="NameScope"/>.</param>
    public PropertyName(string source, ReservedProperty[] roles, Sending sending, SpelledName[] spelled)
    {
        Source = source;
        Sending = sending;
        _roles = roles;
        _spelled = spelled;
    }

    /// <summary>The name as the program has it.</summary>
    public string Source { get; }

    /// <summary>Whether it is sent as a loose property.</summary>
    public Sending Sending { get; }

    public ReservedProperty RoleIn(MessageType type) => _roles[(int)type];

    public SpelledName In(NameScope scope) => _spelled[(int)scope];
}
