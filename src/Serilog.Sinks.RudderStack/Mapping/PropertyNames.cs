using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Classifies and spells the names of the program, each once.</summary>
sealed class PropertyNames
{
    const int Capacity = 1024;

    // Longer names are no identifiers, and a thousand of them would hold too much memory.
    const int LongestKept = 256;

    readonly MappingSettings _settings;
    readonly ReservedProperties _reserved;
    readonly BoundedCache<string, PropertyName> _known;

    public PropertyNames(MappingSettings settings)
    {
        _settings = settings;
        _reserved = new ReservedProperties(settings.Names);
        _known = new BoundedCache<string, PropertyName>(Capacity, Classify);
    }

    public PropertyName Get(string name) =>
        name.Length <= LongestKept ? _known.Get(name, QuickHash(name)) : Classify(name);

    // Names are few and mostly differ in these; hashing all of a name costs more than the rest of the look-up.
    static int QuickHash(string name)
    {
        if (name.Length == 0)
            return 0;

        var hash = (uint)(((name.Length * 31 + name[0]) * 31 + name[name.Length / 2]) * 31 + name[name.Length - 1]) * 2654435769;
        return (int)(hash >> 8);
    }

    PropertyName Classify(string name) => new(name, _reserved.RolesOf(name), SendingOf(name), Spell(name));

    // Most spellings are equal, and are kept once.
    SpelledName[] Spell(string name)
    {
        var spelled = new SpelledName[NameScopes.Count];
        for (var i = 0; i < spelled.Length; i++)
        {
            var text = NameSpelling.Spell(name, (NameScope)i, _settings.PropertyNaming);
            spelled[i] = Array.Find(spelled, known => known?.Source == text) ?? new SpelledName(text);
        }

        return spelled;
    }

    Sending SendingOf(string name)
    {
        if (_settings.LooseProperties == LooseProperties.None || _settings.AllowedProperties?.Contains(name) == false)
            return Sending.Never;

        return _settings.LooseProperties == LooseProperties.MessageTemplate || _settings.DeniedProperties.Contains(name)
            ? Sending.IfHole
            : Sending.Always;
    }
}

/// <summary>All that is known about a name in the program: what it means, whether it is sent, how it is spelled.</summary>
sealed class PropertyName
{
    readonly Role[] _roles;
    readonly SpelledName[] _spelled;

    /// <param name="source">The name as the program has it.</param>
    /// <param name="roles">What it means to each call, by the number of the <see cref="MessageType"/>.</param>
    /// <param name="sending">Whether it is sent as a loose property.</param>
    /// <param name="spelled">Its spellings, by the number of the <see cref="NameScope"/>.</param>
    public PropertyName(string source, Role[] roles, Sending sending, SpelledName[] spelled)
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

    public Role RoleIn(MessageType type) => _roles[(int)type];

    public SpelledName In(NameScope scope) => _spelled[(int)scope];
}

/// <summary>Whether a loose property is sent.</summary>
enum Sending
{
    Never,

    /// <summary>If it is a hole in the event's own message template.</summary>
    IfHole,
    Always,
}
