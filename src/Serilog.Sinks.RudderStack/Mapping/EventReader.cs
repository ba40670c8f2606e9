using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Sorts an event's properties into reserved and loose ones, in one pass.</summary>
sealed class EventReader
{
    /// <summary>The layer of loose properties; what is explicit lies above it.</summary>
    public const byte LooseLayer = 1;

    static readonly ReservedProperty[] Objects = [ReservedProperty.Context, ReservedProperty.Properties, ReservedProperty.Traits];

    static readonly ReservedProperty[] Scalars =
    [
        ReservedProperty.UserId, ReservedProperty.AnonymousId, ReservedProperty.Event, ReservedProperty.EventName,
        ReservedProperty.Name, ReservedProperty.Category, ReservedProperty.GroupId, ReservedProperty.PreviousId,
        ReservedProperty.MessageId,
    ];

    readonly PropertyNames _names;
    readonly TemplateShapes _templates;
    readonly ShapeReports _reports = new();

    public EventReader(PropertyNames names, TemplateShapes templates)
    {
        _names = names;
        _templates = templates;
    }

    /// <summary>Fills the parts: afterwards each reserved property present has the shape that its role needs.</summary>
    public void Read(EventParts parts)
    {
        // Serilog's own dictionary, whose enumerator allocates nothing.
        if (parts.Event.Properties is Dictionary<string, LogEventPropertyValue> properties)
        {
            foreach (var property in properties)
                Sort(parts, property.Key, property.Value);
        }
        else
        {
            foreach (var property in parts.Event.Properties)
                Sort(parts, property.Key, property.Value);
        }

        foreach (var role in Objects)
            RequireObject(parts, role);
        RequireIntegrations(parts);
        foreach (var role in Scalars)
            RequireScalar(parts, role);
        ReadTime(parts);
    }

    void Sort(EventParts parts, string name, LogEventPropertyValue value)
    {
        var known = _names.Get(name);
        var role = known.RoleIn(parts.Type);
        if (role != ReservedProperty.None && value is Mark mark && !parts.Members.Accepts(mark))
        {
            if (mark.Kind == MarkKind.LeftOut && HelperCalls.HasLogged(parts.Event))
                parts.Fault = NoObject(name, value);
            return;
        }

        if (role != ReservedProperty.None)
            parts.Put(role, known, value, _names.Reserved);
        if (role is ReservedProperty.None or ReservedProperty.EventId)
            AddLoose(parts, known, value);
    }

    void AddLoose(EventParts parts, PropertyName name, LogEventPropertyValue value)
    {
        var isSent = name.Sending switch
        {
            Sending.Always => true,
            Sending.IfHole => _templates.Get(parts.Event.MessageTemplate).HasHole(name.Source),
            _ => false,
        };
        if (isSent)
            parts.Members.Add(ref parts.Payload, name.In(parts.PayloadScope), name.Source, value, LooseLayer);
    }

    void RequireObject(EventParts parts, ReservedProperty role)
    {
        var value = parts[role];
        if (ObjectShape.IsNull(value) || value is SequenceValue { Elements.Count: 0 })
            parts.Remove(role);
        else if (!ObjectShape.IsObject(value) && HelperCalls.HasLogged(parts.Event))
            parts.Fault = NoObject(parts.Remove(role)!.Source, value!);
        else if (!ObjectShape.IsObject(value))
            MakeLoose(parts, role, value!, "is no object; log an object with @");
    }

    void RequireScalar(EventParts parts, ReservedProperty role)
    {
        if (parts[role] is { } value and not ScalarValue)
            MakeLoose(parts, role, value, "is no scalar");
    }

    void ReadTime(EventParts parts)
    {
        const ReservedProperty role = ReservedProperty.Timestamp;
        if (parts[role] is not { } value)
            return;

        var kind = ImportTime.Read(value, out var time);
        if (kind == ImportTimeKind.Other)
        {
            MakeLoose(parts, role, value, "is no time; give a DateTime, a DateTimeOffset or ISO 8601 text");
            return;
        }

        var name = parts.Remove(role)!.Source;
        if (kind == ImportTimeKind.Time)
            parts.ImportTime = time;
        else if (kind != ImportTimeKind.Absent)
            parts.Fault = UnreadableTime(name, kind);
    }

    // Their own writer refuses them in any case; only here it is known that they were an argument.
    static void RequireIntegrations(EventParts parts)
    {
        const ReservedProperty role = ReservedProperty.Integrations;
        if (parts[role] is { } value and not SequenceValue { Elements.Count: 0 } && !ObjectShape.IsNull(value) && !ObjectShape.IsObject(value) && HelperCalls.HasLogged(parts.Event))
            parts.Fault = NoObject(parts.Remove(role)!.Source, value);
    }

    // What an argument was meant to be is known: consent and ip must not vanish from a message that is sent all the same.
    static MessageFault NoObject(string argument, LogEventPropertyValue captured) =>
        new(DropReason.Invalid, HelperCalls.Problem(argument, CaptureWork.TypeOfArgument(argument), captured));

    static MessageFault UnreadableTime(string name, ImportTimeKind kind)
    {
        var problem = kind == ImportTimeKind.Text
            ? "text that is no time; give ISO 8601 or RFC 1123 text, a DateTime or a DateTimeOffset"
            : "a number that could be an epoch time; give a DateTimeOffset, for example with DateTimeOffset.FromUnixTimeSeconds";
        return new MessageFault(DropReason.Invalid, $"its property {name} is {problem}. If it is not the event's time, set TimestampProperty to another name.");
    }

    void MakeLoose(EventParts parts, ReservedProperty role, LogEventPropertyValue value, string problem)
    {
        var name = parts.Remove(role)!;
        _reports.Tell(name.Source, problem);
        AddLoose(parts, name, value);
    }
}
