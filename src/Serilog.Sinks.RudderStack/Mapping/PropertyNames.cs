using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Classifies and spells the names of the program, each once.</summary>
sealed class PropertyNames
{
    const int Capacity = 1024;

    readonly MappingSettings _settings;
    readonly BoundedCache<string, PropertyName> _known;

    public PropertyNames(MappingSettings settings)
    {
        _settings = settings;
        Reserved = new ReservedProperties(settings.Names);
        _known = new BoundedCache<string, PropertyName>(Capacity, Classify);
    }

    public ReservedProperties Reserved { get; }

    public PropertyName Get(string name) => _known.Get(name, QuickHash(name));

    // Names are few and mostly differ in these; hashing all of a name costs more than the rest of the look-up.
    static int QuickHash(string name)
    {
        if (name.Length == 0)
            return 0;

        var hash = (uint)(((name.Length * 31 + name[0]) * 31 + name[name.Length / 2]) * 31 + name[name.Length - 1]) * 2654435769;
        return (int)(hash >> 8);
    }

    PropertyName Classify(string name) => new(name, Reserved.RolesOf(name), SendingOf(name), Spell(name));

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
