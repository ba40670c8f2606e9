using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>An event taken apart: its reserved properties by role, and the members of its payload.</summary>
/// <remarks>One for each thread, taken out of its place while in use: reading a value can run code that logs.</remarks>
sealed class EventParts
{
    const int Roles = (int)ReservedProperty.Timestamp + 1;

    [ThreadStatic]
    static EventParts? _cached;

    readonly LogEventPropertyValue?[] _values = new LogEventPropertyValue?[Roles];
    readonly PropertyName?[] _names = new PropertyName?[Roles];
    ObjectUnderConstruction _payload;

    EventParts()
    {
    }

    public LogEvent Event { get; private set; } = null!;

    public MessageType Type { get; private set; }

    public MemberStack Members { get; } = new();

    /// <summary>The later <c>properties</c> or <c>traits</c>, the outermost object on <see cref="Members"/>.</summary>
    public ref ObjectUnderConstruction Payload => ref _payload;

    /// <summary>How the payload spells identifiers.</summary>
    public NameScope PayloadScope =>
        MessageTypes.HasProperties(Type) ? NameScope.Properties : NameScope.Traits;

    /// <summary>The time that the event brings with it, if it does.</summary>
    public DateTimeOffset? ImportTime { get; set; }

    /// <summary>What makes the event invalid by itself.</summary>
    public MessageFault? Fault { get; set; }

    public LogEventPropertyValue? this[ReservedProperty role] => _values[(int)role];

    /// <summary>What the event gives as <c>properties</c> or <c>traits</c> itself.</summary>
    public LogEventPropertyValue? ExplicitPayload =>
        this[MessageTypes.HasProperties(Type) ? ReservedProperty.Properties : ReservedProperty.Traits];

    public static EventParts Rent(LogEvent logEvent, MessageType type)
    {
        var parts = _cached ?? new EventParts();
        _cached = null;
        parts.Event = logEvent;
        parts.Type = type;
        parts._payload = parts.Members.Open(deep: false);
        return parts;
    }

    /// <summary>Gives the parts back, emptied. After an exception they are left to the garbage collector instead.</summary>
    public static void Return(EventParts parts)
    {
        parts.Members.Close(parts._payload);
        parts._payload = default;
        parts.Members.ForgetMarks();
        parts.Event = null!;
        parts.ImportTime = null;
        parts.Fault = null;
        Array.Clear(parts._values, 0, Roles);
        Array.Clear(parts._names, 0, Roles);
        _cached = parts;
    }

    /// <summary>Keeps a property; of two names that differ in case the exact one, else the ordinally first, is kept.</summary>
    public void Put(ReservedProperty role, PropertyName name, LogEventPropertyValue value, ReservedProperties reserved)
    {
        if (_names[(int)role] is { } known && !HasPrecedence(name.Source, known.Source, role, reserved))
            return;

        _names[(int)role] = name;
        _values[(int)role] = value;
    }

    /// <summary>Takes a property out, if there is one.</summary>
    public PropertyName? Remove(ReservedProperty role)
    {
        var name = _names[(int)role];
        _names[(int)role] = null;
        _values[(int)role] = null;
        return name;
    }

    /// <summary>A property as text; null if it is missing or blank, or cannot be read.</summary>
    public string? Text(ReservedProperty role)
    {
        var text = ScalarText.Of((this[role] as ScalarValue)?.Value);
        return InvisibleCharacters.IsBlank(text) ? null : text;
    }

    /// <summary>The complete payload as a value, names already spelled; null if it is empty.</summary>
    public DictionaryValue? CopyPayload()
    {
        if (Members.Count == _payload.Start)
            return null;

        var copy = new Dictionary<ScalarValue, LogEventPropertyValue>();
        for (var i = _payload.Start; i < Members.Count; i++)
            copy.Add(new ScalarValue(Members[i].Name), Members[i].Value ?? new ScalarValue(null));
        return new DictionaryValue(copy);
    }

    static bool HasPrecedence(string name, string known, ReservedProperty role, ReservedProperties reserved) =>
        !reserved.IsExact(known, role) && (reserved.IsExact(name, role) || string.CompareOrdinal(name, known) < 0);
}
