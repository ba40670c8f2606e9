using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes the message of an event, member by member.</summary>
sealed class MessageComposer
{
    // The payload is inside the message.
    const int PayloadDepth = 1;

    const byte ViewLayer = EventReader.LooseLayer - 1;
    const byte ExplicitLayer = EventReader.LooseLayer + 1;

    static readonly SpelledName Name = new("name");
    static readonly SpelledName Category = new("category");

    readonly bool _copiesTraitsToContext;
    readonly PropertyNames _names;
    readonly EventReader _reader;
    readonly EventNames _eventNames;
    readonly IdentityWriter _identity;
    readonly ContextWriter _context;
    readonly IntegrationsWriter _integrations;
    readonly CaptureReports _reports = new();

    public MessageComposer(MappingSettings settings)
    {
        var templates = new TemplateShapes();
        _copiesTraitsToContext = settings.CopyTraitsToContext;
        _names = new PropertyNames(settings);
        _reader = new EventReader(_names, templates);
        _eventNames = new EventNames(templates);
        _identity = new IdentityWriter(settings.DefaultAnonymousId);
        _context = new ContextWriter(settings.DefaultContext, _names);
        _integrations = new IntegrationsWriter(settings.DefaultIntegrations);
    }

    /// <summary>Writes a complete message, whatever is wrong with it; says what is, its size apart, and whose it is.</summary>
    /// <remarks>A message that reaches the writer's ceiling is cut down to its head and leaves the writer oversize.</remarks>
    public Composed Compose(LogEvent logEvent, MessageType type, MessageWriter writer)
    {
        var parts = EventParts.Rent(logEvent, type);
        _reader.Read(parts);

        var fits = MessageHeads.TryWrite(writer, type, parts.Text(ReservedProperty.MessageId));
        var headEnd = writer.Position;
        var hasRequired = WriteTypeMembers(parts, writer);
        var hasId = _identity.TryWrite(writer, parts, out var userHash);
        if (!writer.IsFull)
            headEnd = writer.Position;
        WriteTimes(parts, writer);
        var integrationsFault = WriteObjects(parts, new ValueWriter(writer, parts.Members, _names));
        writer.Raw(SentAt.Tail);
        var partsFault = parts.Fault;
        var hasMarks = parts.Members.HasMarks;
        EventParts.Return(parts);

        fits &= !writer.IsFull;
        if (!fits)
        {
            writer.Truncate(headEnd);
            writer.Raw(SentAt.Tail);
        }

        if (hasMarks)
            partsFault ??= _reports.Examine(logEvent, writer.Written);
        return new Composed(fits, userHash, MessageRules.Check(type, hasId, hasRequired) ?? partsFault ?? integrationsFault);
    }

    bool WriteTypeMembers(EventParts parts, MessageWriter writer)
    {
        switch (parts.Type)
        {
            case MessageType.Track:
                return TryWriteText(writer, ",\"event\":"u8, _eventNames.OfTrack(parts));
            case MessageType.Group:
                return TryWriteText(writer, ",\"groupId\":"u8, parts.Text(ReservedProperty.GroupId));
            case MessageType.Alias:
                return TryWriteText(writer, ",\"previousId\":"u8, parts.Text(ReservedProperty.PreviousId));
            case MessageType.Page or MessageType.Screen:
                WriteViewMember(parts, writer, ",\"name\":"u8, Name, _eventNames.OfView(parts));
                WriteViewMember(parts, writer, ",\"category\":"u8, Category, parts.Text(ReservedProperty.Category));
                return true;
            default:
                return true;
        }
    }

    // Several destinations look for these in the properties.
    static void WriteViewMember(EventParts parts, MessageWriter writer, ReadOnlySpan<byte> member, SpelledName name, string? text)
    {
        if (TryWriteText(writer, member, text))
            parts.Members.Add(ref parts.Payload, name, name.Text, new ScalarValue(text), ViewLayer);
    }

    static bool TryWriteText(MessageWriter writer, ReadOnlySpan<byte> member, string? text)
    {
        if (text is null)
            return false;

        writer.Raw(member);
        writer.Text(text);
        return true;
    }

    static void WriteTimes(EventParts parts, MessageWriter writer)
    {
        writer.Raw(",\"channel\":\"server\",\"originalTimestamp\":"u8);
        UtcTime.WriteMilliseconds(writer, parts.ImportTime ?? parts.Event.Timestamp);
        if (parts.ImportTime is not { } given)
            return;

        writer.Raw(",\"timestamp\":"u8);
        UtcTime.WriteMilliseconds(writer, given);
    }

    MessageFault? WriteObjects(EventParts parts, in ValueWriter values)
    {
        // The payload has to be complete before the context, which may copy it, opens an object of its own.
        if (parts.ExplicitPayload is { } explicitPayload)
            values.AddMembers(ref parts.Payload, explicitPayload, parts.PayloadScope, ExplicitLayer);

        _context.Write(values, parts[ReservedProperty.Context], TraitsForContext(parts));
        WritePayload(parts, values);
        return _integrations.Write(values, parts[ReservedProperty.Integrations]);
    }

    // Never those of a group, which would become the user's.
    LogEventPropertyValue? TraitsForContext(EventParts parts) => parts.Type switch
    {
        MessageType.Track or MessageType.Page or MessageType.Screen => parts[ReservedProperty.Traits],
        MessageType.Identify when _copiesTraitsToContext => parts.CopyPayload(),
        _ => null,
    };

    static void WritePayload(EventParts parts, in ValueWriter values)
    {
        if (parts.Members.Count == parts.Payload.Start)
            return;

        values.Writer.Raw(MessageTypes.HasProperties(parts.Type) ? ",\"properties\":{"u8 : ",\"traits\":{"u8);
        values.WriteMembers(parts.Payload, parts.PayloadScope, PayloadDepth + 1);
        values.Writer.Raw((byte)'}');
    }
}
