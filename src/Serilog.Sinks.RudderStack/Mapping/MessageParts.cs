using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Plans;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>A message taken apart, as <see cref="EventReader"/> or <see cref="EditedMessage"/> read it and <see cref="MessageComposer"/> writes it.</summary>
/// <remarks>One for each thread, taken out of its place while in use: reading a value can run code that logs.</remarks>
sealed class MessageParts
{
    const int Roles = (int)ReservedProperty.Timestamp + 1;

    [ThreadStatic]
    static MessageParts? _cached;

    readonly LogEventPropertyValue?[] _values = new LogEventPropertyValue?[Roles];
    readonly PropertyName?[] _names = new PropertyName?[Roles];
    ObjectUnderConstruction _payload;

    MessageParts()
    {
    }

    public MessageType Type { get; private set; }

    public MemberStack Members { get; } = new();

    /// <summary>The later <c>properties</c> or <c>traits</c>, the outermost object on <see cref="Members"/>.</summary>
    public ref ObjectUnderConstruction Payload => ref _payload;

    /// <summary>How the payload spells identifiers.</summary>
    public NameScope PayloadScope => MessageTypes.HasProperties(Type) ? NameScope.Properties : NameScope.Traits;

    /// <summary>The name of what was tracked or viewed.</summary>
    public string? Name { get; set; }

    public string? UserId { get; set; }

    public string? AnonymousId { get; set; }

    /// <summary>When it happened, by the clock of this program or by an import.</summary>
    public DateTimeOffset OriginalTimestamp { get; set; }

    /// <summary>When it happened, for the server to take as it is; null to let the server compute it.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>What goes to <c>context.traits</c>.</summary>
    public LogEventPropertyValue? ContextTraits { get; set; }

    /// <summary>The tracking plan that the payload was typed from; null for none.</summary>
    public PlanSource? Plan { get; set; }

    /// <summary>An object whose members follow at the top level; null for none.</summary>
    public LogEventPropertyValue? Rest { get; set; }

    /// <summary>What makes the message invalid, beyond the rules that the composer checks.</summary>
    public MessageFault? Fault { get; set; }

    public LogEventPropertyValue? this[ReservedProperty role]
    {
        get => _values[(int)role];
        set => _values[(int)role] = value;
    }

    public static MessageParts Rent(MessageType type)
    {
        var parts = _cached ?? new MessageParts();
        _cached = null;
        parts.Type = type;
        parts._payload = parts.Members.Open(deep: false);
        return parts;
    }

    /// <summary>Gives the parts back, emptied. After an exception they are left to the garbage collector instead.</summary>
    public static void Return(MessageParts parts)
    {
        parts.Members.Close(parts._payload);
        parts.Members.Reset();
        parts._payload = default;
        parts.Name = parts.UserId = parts.AnonymousId = null;
        parts.Timestamp = null;
        parts.ContextTraits = parts.Rest = null;
        parts.Fault = null;
        parts.Plan = null;
        Array.Clear(parts._values, 0, Roles);
        Array.Clear(parts._names, 0, Roles);
        _cached = parts;
    }

    /// <summary>Keeps a property; of two names that differ in case the exact one, else the ordinally first, is kept.</summary>
    public void Put(ReservedProperty role, PropertyName name, LogEventPropertyValue value)
    {
        if (_names[(int)role] is { } known && !HasPrecedence(name, known))
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

    /// <summary>A property as text; null if it is missing or blank, or could not be read.</summary>
    public string? Text(ReservedProperty role)
    {
        // The text of a mark says what was wrong; it must not become an id or a name.
        var text = this[role] is ScalarValue scalar and not Mark ? ScalarText.Of(scalar.Value) : null;
        return InvisibleCharacters.IsBlank(text) ? null : text;
    }

    bool HasPrecedence(PropertyName name, PropertyName known) =>
        !known.RoleIn(Type).IsExact && (name.RoleIn(Type).IsExact || string.CompareOrdinal(name.Source, known.Source) < 0);
}
