using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Compat;
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
    [MethodImpl(Jit.Hot)]
    static int QuickHash(string name)
    {
        if (name.Length == 0)
            return 0;

        var hash = (uint)(((name.Length * 31 + name[0]) * 31 + name[name.Length / 2]) * 31 + name[name.Length - 1]) * 2654435769;
        return (int)(hash >> 8);
    }

    PropertyName Classify(string name)
    {
        var verbatim = new SpelledName(name);
        SpelledName? snake = null;
        SpelledName? camel = null;
        return new PropertyName(
            name,
            Reserved.RolesOf(name),
            SendingOf(name),
            _settings.PropertyNaming switch
            {
                PropertyNaming.AsIs => verbatim,
                PropertyNaming.CamelCase => camel ??= new SpelledName(NameSpelling.Camel(name)),
                _ => snake ??= new SpelledName(NameSpelling.Snake(name)),
            },
            _settings.PropertyNaming switch
            {
                PropertyNaming.AsIs => verbatim,
                PropertyNaming.SnakeCase => snake ?? new SpelledName(NameSpelling.Snake(name)),
                _ => camel ?? new SpelledName(NameSpelling.Camel(name)),
            },
            verbatim);
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
