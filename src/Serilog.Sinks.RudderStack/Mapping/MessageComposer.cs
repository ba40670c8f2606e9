using System.Text;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Writes a message, member by member.</summary>
sealed class MessageComposer
{
    // The payload is inside the message.
    const int PayloadDepth = 1;

    // The beginning of every message, up to the value of messageId.
    static readonly byte[][] Heads = MakeHeads();

    readonly ContextWriter _context;
    readonly IntegrationsWriter _integrations;

    public MessageComposer(PropertyNames names, DictionaryValue? defaultContext, DictionaryValue? defaultIntegrations)
    {
        _context = new ContextWriter(defaultContext, names);
        _integrations = new IntegrationsWriter(defaultIntegrations);
    }

    /// <summary>Writes a complete message, a faulty one too; returns what is wrong with it, its size apart, and whose it is.</summary>
    /// <remarks>A message that reaches the writer's ceiling is cut down to its head and leaves the writer oversize.</remarks>
    public Composed Compose(MessageParts parts, in ValueWriter values)
    {
        var writer = values.Writer;
        var fits = TryWriteHead(writer, parts.Type, parts.Text(ReservedProperty.MessageId));
        var headEnd = writer.Position;
        var hasRequired = WriteTypeMembers(parts, writer);
        var hasId = TryWriteIds(parts, writer, out var userHash);
        if (!writer.IsFull)
            headEnd = writer.Position;

        WriteTimes(parts, writer);
        _context.Write(values, parts[ReservedProperty.Context], parts.ContextTraits, parts.Plan);
        WritePayload(parts, values);
        WriteRest(parts, values);
        var integrationsFault = _integrations.Write(values, parts[ReservedProperty.Integrations]);
        writer.Raw(SentAt.Tail);

        fits &= !writer.IsFull && !parts.Members.IsFull;
        if (!fits)
        {
            writer.Truncate(headEnd);
            writer.Raw(SentAt.Tail);
        }

        return new Composed(fits, userHash, hasId, hasRequired || MessageRules.RequiredMember(parts.Type) is null, parts.Fault ?? integrationsFault);
    }

    /// <summary>Writes the type, and the id if it is given and not blank, else a new one; false if the given one is beyond all limits.</summary>
    public static bool TryWriteHead(MessageWriter writer, MessageType type, string? messageId)
    {
        writer.Raw(Heads[(int)type]);
        var start = writer.Position;
        if (messageId is not null && InvisibleCharacters.Clean(messageId) is { Length: > 0 } cleaned)
            writer.Text(cleaned);

        // The message cannot be sent then, but is still to be reported under some id.
        var fits = !writer.IsFull;
        if (!fits)
            writer.Truncate(start);
        if (writer.Position == start)
            WriteNewId(writer);
        return fits;
    }

    // Ids must not repeat anywhere, or the server removes them as duplicates. So no randomness is stored here, which a
    // restored snapshot or a forked process would use again.
    static byte[][] MakeHeads()
    {
        var heads = new byte[MessageTypes.Count][];
        for (var type = 0; type < heads.Length; type++)
            heads[type] = Encoding.UTF8.GetBytes($$"""{"type":"{{MessageTypes.NameOf((MessageType)type)}}","messageId":""");
        return heads;
    }

    static void WriteNewId(MessageWriter writer) => ScalarWriter.WriteGuid(writer, Guid.NewGuid());

    static bool WriteTypeMembers(MessageParts parts, MessageWriter writer)
    {
        switch (parts.Type)
        {
            case MessageType.Track:
                return TryWriteText(writer, ",\"event\":"u8, parts.Name);
            case MessageType.Group:
                return TryWriteText(writer, ",\"groupId\":"u8, parts.Text(ReservedProperty.GroupId));
            case MessageType.Alias:
                return TryWriteText(writer, ",\"previousId\":"u8, parts.Text(ReservedProperty.PreviousId));
            case MessageType.Page or MessageType.Screen:
                TryWriteText(writer, ",\"name\":"u8, parts.Name);
                TryWriteText(writer, ",\"category\":"u8, parts.Text(ReservedProperty.Category));
                return true;
            default:
                return true;
        }
    }

    static bool TryWriteText(MessageWriter writer, ReadOnlySpan<byte> member, string? text)
    {
        if (text is null)
            return false;

        writer.Raw(member);
        writer.Text(text);
        return true;
    }

    // A user is known by userId, else by anonymousId.
    static bool TryWriteIds(MessageParts parts, MessageWriter writer, out int userHash)
    {
        userHash = 0;
        if (parts.UserId is { } userId)
            userHash = UserHash.Of(WriteId(writer, ",\"userId\":"u8, userId));
        if (parts.AnonymousId is not { } anonymousId)
            return parts.UserId is not null;

        var written = WriteId(writer, ",\"anonymousId\":"u8, anonymousId);
        if (parts.UserId is null)
            userHash = UserHash.Of(written);
        return true;
    }

    static ReadOnlySpan<byte> WriteId(MessageWriter writer, ReadOnlySpan<byte> member, string id)
    {
        writer.Raw(member);
        var start = writer.Position;
        writer.Text(id);
        return writer.Written.Slice(start);
    }

    static void WriteTimes(MessageParts parts, MessageWriter writer)
    {
        writer.Raw(",\"channel\":\"server\",\"originalTimestamp\":"u8);
        UtcTime.WriteMilliseconds(writer, parts.OriginalTimestamp);
        if (parts.Timestamp is not { } timestamp)
            return;

        writer.Raw(",\"timestamp\":"u8);
        UtcTime.WriteMilliseconds(writer, timestamp);
    }

    static void WritePayload(MessageParts parts, in ValueWriter values)
    {
        if (parts.Members.Count == parts.Payload.Start)
            return;

        var hasProperties = MessageTypes.HasProperties(parts.Type);
        values.Writer.Raw(hasProperties ? ",\"properties\":{"u8 : ",\"traits\":{"u8);
        values.WriteMembers(parts.Payload, parts.PayloadScope, PayloadDepth + 1);
        values.Writer.Raw((byte)'}');
        parts.Members.Cut.Leave(PayloadDepth, hasProperties ? "properties" : "traits");
    }

    static void WriteRest(MessageParts parts, in ValueWriter values)
    {
        if (parts.Rest is not { } rest)
            return;

        var under = values.Members.Open(deep: false);
        values.AddMembers(ref under, rest, NameScope.Verbatim, layer: 0);
        values.WriteFurtherMembers(under, NameScope.Verbatim, PayloadDepth);
        values.Members.Close(under);
    }
}

/// <summary>What became of writing a message.</summary>
/// <param name="Fits">Whether the message is whole; false if it was cut at the writer's ceiling.</param>
/// <param name="UserHash">See <see cref="MappedMessage.UserHash"/>.</param>
/// <param name="HasId">Whether it has a user id or an anonymous id.</param>
/// <param name="HasRequired">Whether it has what its type requires besides.</param>
/// <param name="Fault">What is wrong, its size apart.</param>
readonly record struct Composed(bool Fits, int UserHash, bool HasId, bool HasRequired, MessageFault? Fault);
