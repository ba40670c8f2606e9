using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Takes a log event apart: sorts its properties into reserved and loose ones, finds its name, completes its payload.</summary>
sealed class EventReader
{
    // Of equal names in the payload the one of the highest layer is written.
    const byte ViewLayer = 0;
    const byte LooseLayer = 1;
    const byte ExplicitLayer = 2;

    static readonly SpelledName Name = new("name");
    static readonly SpelledName Category = new("category");

    static readonly ReservedProperty[] Objects = [ReservedProperty.Context, ReservedProperty.Properties, ReservedProperty.Traits];

    static readonly ReservedProperty[] Scalars =
    [
        ReservedProperty.UserId, ReservedProperty.AnonymousId, ReservedProperty.Event, ReservedProperty.EventName,
        ReservedProperty.Name, ReservedProperty.Category, ReservedProperty.GroupId, ReservedProperty.PreviousId,
        ReservedProperty.MessageId,
    ];

    readonly bool _copiesTraitsToContext;
    readonly string? _defaultAnonymousId;
    readonly PropertyNames _names;
    readonly MappingReports _reports;
    readonly TemplateShapes _templates = new();

    public EventReader(MappingSettings settings, PropertyNames names, MappingReports reports)
    {
        _copiesTraitsToContext = settings.CopyTraitsToContext;
        _defaultAnonymousId = settings.DefaultAnonymousId;
        _names = names;
        _reports = reports;
    }

    /// <summary>Fills the parts: afterwards each reserved property present has the shape that its role needs.</summary>
    public void Read(LogEvent logEvent, MessageParts parts, in ValueWriter values)
    {
        // Serilog's own dictionary, whose enumerator allocates nothing.
        if (logEvent.Properties is Dictionary<string, LogEventPropertyValue> properties)
        {
            foreach (var property in properties)
                Sort(logEvent, parts, property.Key, property.Value);
        }
        else
        {
            foreach (var property in logEvent.Properties)
                Sort(logEvent, parts, property.Key, property.Value);
        }

        foreach (var role in Objects)
            RequireObject(logEvent, parts, role);
        RequireIntegrations(logEvent, parts);
        foreach (var role in Scalars)
            RequireScalar(logEvent, parts, role);

        ReadIds(parts);
        ReadTime(logEvent, parts);
        parts.Name = NameOf(logEvent, parts);
        CompletePayload(parts, values);
    }

    void Sort(LogEvent logEvent, MessageParts parts, string name, LogEventPropertyValue value)
    {
        var known = _names.Get(name);
        var role = known.RoleIn(parts.Type).Property;
        if (role != ReservedProperty.None && value is Mark mark && !parts.Members.Accepts(mark))
        {
            if (mark.Kind == MarkKind.LeftOut && HelperCalls.HasLogged(logEvent))
                parts.Fault = NoObject(name, value);
            return;
        }

        if (role != ReservedProperty.None)
            parts.Put(role, known, value);
        if (role is ReservedProperty.None or ReservedProperty.EventId)
            AddLoose(logEvent, parts, known, value);
    }

    void AddLoose(LogEvent logEvent, MessageParts parts, PropertyName name, LogEventPropertyValue value)
    {
        var isSent = name.Sending switch
        {
            Sending.Always => true,
            Sending.IfHole => _templates.Get(logEvent.MessageTemplate).HasHole(name.Source),
            _ => false,
        };
        if (isSent)
            parts.Members.Add(ref parts.Payload, name.In(parts.PayloadScope), name.Source, value, LooseLayer);
    }

    void RequireObject(LogEvent logEvent, MessageParts parts, ReservedProperty role)
    {
        var value = parts[role];
        if (ObjectShape.IsAbsent(value))
            parts.Remove(role);
        else if (!ObjectShape.IsObject(value) && HelperCalls.HasLogged(logEvent))
            parts.Fault = NoObject(parts.Remove(role)!.Source, value!);
        else if (!ObjectShape.IsObject(value))
            MakeLoose(logEvent, parts, role, value!, "is no object; log an object with @");
    }

    // Their own writer refuses them in any case; only here it is known that they were an argument.
    static void RequireIntegrations(LogEvent logEvent, MessageParts parts)
    {
        const ReservedProperty role = ReservedProperty.Integrations;
        if (parts[role] is { } value && !ObjectShape.IsAbsent(value) && !ObjectShape.IsObject(value) && HelperCalls.HasLogged(logEvent))
            parts.Fault = NoObject(parts.Remove(role)!.Source, value);
    }

    void RequireScalar(LogEvent logEvent, MessageParts parts, ReservedProperty role)
    {
        if (parts[role] is { } value and not ScalarValue)
            MakeLoose(logEvent, parts, role, value, "is no scalar");
    }

    void MakeLoose(LogEvent logEvent, MessageParts parts, ReservedProperty role, LogEventPropertyValue value, string problem)
    {
        var name = parts.Remove(role)!;
        _reports.Misplaced(name.Source, problem);
        AddLoose(logEvent, parts, name, value);
    }

    void ReadIds(MessageParts parts)
    {
        parts.UserId = parts.Text(ReservedProperty.UserId);
        parts.AnonymousId = parts.Text(ReservedProperty.AnonymousId);

        // Not on alias: identity resolution would merge everybody who shares the default into one user.
        if (parts.UserId is null && parts.AnonymousId is null && parts.Type != MessageType.Alias)
            parts.AnonymousId = _defaultAnonymousId;
    }

    void ReadTime(LogEvent logEvent, MessageParts parts)
    {
        const ReservedProperty role = ReservedProperty.Timestamp;
        parts.OriginalTimestamp = logEvent.Timestamp;
        if (parts[role] is not { } value)
            return;

        var kind = ImportTime.Read(value, out var time);
        if (kind == ImportTimeKind.Time)
            parts.Timestamp = parts.OriginalTimestamp = time;
        else if (kind == ImportTimeKind.Other)
            MakeLoose(logEvent, parts, role, value, "is no time; give a DateTime, a DateTimeOffset or ISO 8601 text");
        else if (kind != ImportTimeKind.Absent)
            parts.Fault = ImportTime.FaultOf(parts.Remove(role)!.Source, kind);
    }

    // The rendered message is never used: each distinct name is a table in a warehouse, and it would make one for each order.
    string? NameOf(LogEvent logEvent, MessageParts parts) => parts.Type switch
    {
        MessageType.Track => parts.Text(ReservedProperty.Event)
            ?? parts.Text(ReservedProperty.EventName)
            ?? OfEventId(parts[ReservedProperty.EventId])
            ?? _templates.Get(logEvent.MessageTemplate).Name,
        MessageType.Page or MessageType.Screen => parts.Text(ReservedProperty.Name) ?? _templates.Get(logEvent.MessageTemplate).Name,
        _ => null,
    };

    static string? OfEventId(LogEventPropertyValue? eventId)
    {
        if (eventId is not StructureValue structure)
            return null;

        for (var i = 0; i < structure.Properties.Count; i++)
        {
            if (structure.Properties[i] is { Name: "Name", Value: ScalarValue { Value: string name } } && !InvisibleCharacters.IsBlank(name))
                return name;
        }

        return null;
    }

    // What an argument was meant to be is known: consent and ip must not vanish from a message that is sent all the same.
    static MessageFault NoObject(string argument, LogEventPropertyValue captured) =>
        new(DropReason.Invalid, HelperCalls.Problem(argument, CaptureWork.TypeOfArgument(argument), captured));

    void CompletePayload(MessageParts parts, in ValueWriter values)
    {
        // Several destinations look for these in the properties.
        if (parts.Type is MessageType.Page or MessageType.Screen)
        {
            AddViewMember(parts, Name, parts.Name);
            AddViewMember(parts, Category, parts.Text(ReservedProperty.Category));
        }

        var hasProperties = MessageTypes.HasProperties(parts.Type);
        var payload = parts[hasProperties ? ReservedProperty.Properties : ReservedProperty.Traits];
        var planned = payload as PlannedPayload;
        parts.Plan = planned?.Plan;
        if (payload is not null && planned?.IsContextTraits != true)
            values.AddMembers(ref parts.Payload, payload, parts.PayloadScope, ExplicitLayer);

        // Traits of a group never go to the context, where they would become the user's, unless a tracking plan wants them there.
        if (planned?.IsContextTraits == true)
            parts.ContextTraits = planned;
        else if (hasProperties)
            parts.ContextTraits = parts[ReservedProperty.Traits];
        else if (parts.Type == MessageType.Identify && _copiesTraitsToContext)
            parts.ContextTraits = parts.Members.Copy(parts.Payload);
    }

    static void AddViewMember(MessageParts parts, SpelledName name, string? text)
    {
        if (text is not null)
            parts.Members.Add(ref parts.Payload, name, name.Text, new ScalarValue(text), ViewLayer);
    }
}
