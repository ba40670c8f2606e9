using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Messages;

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
            fault = new MessageFault(DropReason.Filtered, "BeforeSend threw", exception);
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
