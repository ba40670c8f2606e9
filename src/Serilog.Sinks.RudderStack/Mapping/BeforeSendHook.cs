using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Lets the user's <c>BeforeSend</c> change a message, and takes apart what it returns.</summary>
sealed class BeforeSendHook
{
    static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 2 * ValueWriter.MaxDepth };

    readonly Func<JsonObject, JsonObject?> _hook;

    public BeforeSendHook(Func<JsonObject, JsonObject?> hook) => _hook = hook;

    /// <summary>Runs the hook on a good message; gives the parts of what it returned, or a fault.</summary>
    public MessageParts? Run(MessageWriter original, out MessageFault? fault)
    {
        var message = Parse(original);
        var messageId = message["messageId"]!.GetValue<string>();
        TimeText.TryRead(message["originalTimestamp"]!.GetValue<string>(), out var originalTimestamp);

        JsonObject? edited;
        try
        {
            edited = _hook(message);
        }
        catch (Exception exception)
        {
            fault = new MessageFault(DropReason.Filtered, $"BeforeSend threw {exception.GetType().Name}; catch it there to learn more", exception);
            return null;
        }

        if (edited is null)
        {
            fault = new MessageFault(DropReason.Filtered, "BeforeSend vetoed it");
            return null;
        }

        try
        {
            return Read(edited, messageId, originalTimestamp, out fault);
        }
        catch (Exception exception)
        {
            fault = new MessageFault(DropReason.Invalid, "what BeforeSend returned could not be read", exception);
            return null;
        }
    }

    static MessageParts? Read(JsonObject edited, string messageId, DateTimeOffset originalTimestamp, out MessageFault? fault)
    {
        fault = null;
        if (!EditedMessage.TryReadType(edited, out var type))
        {
            fault = new MessageFault(DropReason.Invalid, "BeforeSend left it without one of the six types");
            return null;
        }

        var parts = MessageParts.Rent(type);
        parts.OriginalTimestamp = originalTimestamp;
        parts[ReservedProperty.MessageId] = new ScalarValue(messageId);
        EditedMessage.Read(edited, parts);
        return parts;
    }

    // The hook does not see sentAt, which each attempt sets anew.
    static JsonObject Parse(MessageWriter original)
    {
        original.Truncate(original.Position - SentAt.Tail.Length);
        var end = original.Position;
        original.Raw((byte)'}');
        var message = JsonNode.Parse(original.Written, nodeOptions: null, Parsing)!.AsObject();
        original.Truncate(end);
        original.Raw(SentAt.Tail);
        return message;
    }
}

/// <summary>Takes apart a message as the user's hook returned it, to be written as any other.</summary>
/// <remarks>The hook's object is only read: the hook may return the same one to several threads.</remarks>
static class EditedMessage
{
    /// <summary>The type that the hook left; false if it is none of the six.</summary>
    public static bool TryReadType(JsonObject message, out MessageType type) =>
        MessageTypes.TryParse(ScalarText.Of((JsonValues.Of(message["type"]) as ScalarValue)?.Value) ?? "", out type);

    public static void Read(JsonObject message, MessageParts parts)
    {
        var rest = new Dictionary<ScalarValue, LogEventPropertyValue>();
        foreach (var member in message)
            Sort(parts, member.Key, JsonValues.Of(member.Value), rest);

        parts.UserId = parts.Text(ReservedProperty.UserId);
        parts.AnonymousId = parts.Text(ReservedProperty.AnonymousId);
        parts.Name = parts.Text(parts.Type == MessageType.Track ? ReservedProperty.Event : ReservedProperty.Name);
        if (rest.Count > 0)
            parts.Rest = new DictionaryValue(rest);
    }

    static void Sort(MessageParts parts, string name, LogEventPropertyValue value, Dictionary<ScalarValue, LogEventPropertyValue> rest)
    {
        switch (name)
        {
            // Never from callers: sentAt is set at each attempt, the rest is this library's or the server's.
            case "type" or "channel" or "sentAt" or "request_ip" or "receivedAt" or "rudderId":
                break;
            case "originalTimestamp":
                parts.OriginalTimestamp = ReadTime(parts, name, value) ?? parts.OriginalTimestamp;
                break;
            case "timestamp":
                parts.Timestamp = ReadTime(parts, name, value);
                break;
            case "context":
                if (RequireObject(parts, name, value))
                    parts[ReservedProperty.Context] = value;
                break;
            case "properties" or "traits":
                if (RequireObject(parts, name, value))
                    rest[new ScalarValue(name)] = value;
                break;
            default:
                if (RoleOf(name, parts.Type) is var role and not ReservedProperty.None)
                    Keep(parts, role, value);
                else if (!ObjectShape.IsAbsent(value) && value is not (ScalarValue { Value: "" } or DictionaryValue { Elements.Count: 0 }))
                    rest[new ScalarValue(name)] = value;
                break;
        }
    }

    // The id before the hook ran is kept where it left none.
    static void Keep(MessageParts parts, ReservedProperty role, LogEventPropertyValue value)
    {
        var before = parts[role];
        parts[role] = value;
        if (role == ReservedProperty.MessageId && parts.Text(role) is null)
            parts[role] = before;
    }

    static ReservedProperty RoleOf(string name, MessageType type) => name switch
    {
        "messageId" => ReservedProperty.MessageId,
        "userId" => ReservedProperty.UserId,
        "anonymousId" => ReservedProperty.AnonymousId,
        "integrations" => ReservedProperty.Integrations,
        "event" when type == MessageType.Track => ReservedProperty.Event,
        "name" when type is MessageType.Page or MessageType.Screen => ReservedProperty.Name,
        "category" when type is MessageType.Page or MessageType.Screen => ReservedProperty.Category,
        "groupId" when type == MessageType.Group => ReservedProperty.GroupId,
        "previousId" when type == MessageType.Alias => ReservedProperty.PreviousId,
        _ => ReservedProperty.None,
    };

    static DateTimeOffset? ReadTime(MessageParts parts, string name, LogEventPropertyValue value)
    {
        switch (ImportTime.Read(value, out var time))
        {
            case ImportTimeKind.Time:
                return time;
            case ImportTimeKind.Absent:
                return null;
            default:
                parts.Fault ??= new MessageFault(DropReason.Invalid, $"BeforeSend left its {name} no time that can be read; set ISO 8601 text");
                return null;
        }
    }

    static bool RequireObject(MessageParts parts, string name, LogEventPropertyValue value)
    {
        if (ObjectShape.IsAbsent(value) || value is DictionaryValue { Elements.Count: 0 })
            return false;
        if (ObjectShape.IsObject(value))
            return true;

        parts.Fault ??= new MessageFault(DropReason.Invalid, $"BeforeSend left its {name} no object");
        return false;
    }
}
