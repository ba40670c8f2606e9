using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>A message as the user's hook gave it back, written by the same rules as one that was mapped.</summary>
/// <remarks>The hook's object is only read: the hook may hand out the same one to several threads.</remarks>
sealed class EditedMessage
{
    // In the order in which they are written; the others follow as the hook left them.
    static readonly string[] TextMembers = ["event", "name", "category", "groupId", "previousId"];

    static readonly HashSet<string> HandledApart = new(StringComparer.Ordinal)
    {
        "type", "messageId", "event", "name", "category", "groupId", "previousId", "userId", "anonymousId", "channel",
        "originalTimestamp", "context", "integrations",

        // Never from callers: sentAt is set at each attempt, the rest is the server's.
        "sentAt", "request_ip", "receivedAt", "rudderId",
    };

    readonly JsonObject _message;
    readonly string _messageId;
    readonly string _originalTimestamp;

    /// <param name="message">What the hook gave back.</param>
    /// <param name="type">Its type, already read.</param>
    /// <param name="messageId">The id before the hook ran, in case that none is left.</param>
    /// <param name="originalTimestamp">The time before the hook ran, likewise.</param>
    public EditedMessage(JsonObject message, MessageType type, string messageId, string originalTimestamp)
    {
        _message = message;
        Type = type;
        _messageId = messageId;
        _originalTimestamp = originalTimestamp;
    }

    public MessageType Type { get; }

    /// <summary>Writes the complete message; what is wrong with it is in the answer, as from <see cref="MessageComposer"/>.</summary>
    public Composed Write(MessageWriter writer)
    {
        var fits = MessageHeads.TryWrite(writer, Type, NodeText.Of(_message["messageId"]) ?? _messageId);
        var headEnd = writer.Position;
        foreach (var name in TextMembers)
            WriteText(writer, name, NodeText.Of(_message[name]));
        var hasId = IdentityWriter.TryWrite(writer, NodeText.Of(_message["userId"]), NodeText.Of(_message["anonymousId"]), out var userHash);
        if (!writer.IsFull)
            headEnd = writer.Position;

        WriteText(writer, "channel", "server");
        WriteText(writer, "originalTimestamp", NodeText.Of(_message["originalTimestamp"]) ?? _originalTimestamp);
        WriteContext(writer);
        WriteOthers(writer);
        var integrationsFault = EditedIntegrations.Write(writer, _message["integrations"]);
        writer.Raw(SentAt.Tail);

        fits &= !writer.IsFull;
        if (!fits)
        {
            writer.Truncate(headEnd);
            writer.Raw(SentAt.Tail);
        }

        var required = MessageRules.RequiredMember(Type);
        var hasRequired = required is null || NodeText.Of(_message[required]) is not null;
        return new Composed(fits, userHash, MessageRules.Check(Type, hasId, hasRequired) ?? integrationsFault);
    }

    static void WriteText(MessageWriter writer, string name, string? text)
    {
        if (text is null)
            return;

        JsonNodeWriter.WriteName(writer, name);
        writer.Text(text);
    }

    void WriteContext(MessageWriter writer)
    {
        writer.Raw(",\"context\":{"u8);
        ContextWriter.WriteLibrary(writer);
        if (_message["context"] is JsonObject context)
        {
            foreach (var member in context)
            {
                if (ContextWriter.IsForbidden(member.Key))
                    continue;

                JsonNodeWriter.WriteName(writer, member.Key);
                JsonNodeWriter.Write(writer, member.Value, depth: 2);
            }
        }

        writer.Raw((byte)'}');
    }

    void WriteOthers(MessageWriter writer)
    {
        foreach (var member in _message)
        {
            if (HandledApart.Contains(member.Key) || IsEmpty(member.Value))
                continue;

            JsonNodeWriter.WriteName(writer, member.Key);
            JsonNodeWriter.Write(writer, member.Value, depth: 1);
        }
    }

    static bool IsEmpty(JsonNode? node) =>
        node is null or JsonObject { Count: 0 } || (node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0);
}
