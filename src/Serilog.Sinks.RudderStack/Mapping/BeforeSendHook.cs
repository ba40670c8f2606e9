using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>Lets the user's <c>BeforeSend</c> change a message, and writes what it gives back.</summary>
sealed class BeforeSendHook
{
    static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 2 * ValueWriter.MaxDepth };

    readonly Func<JsonObject, JsonObject?> _hook;
    readonly int _ceiling;

    public BeforeSendHook(Func<JsonObject, JsonObject?> hook, int ceiling)
    {
        _hook = hook;
        _ceiling = ceiling;
    }

    /// <summary>Runs the hook on a good message. A veto or a throw keeps the message as it was, with the fault.</summary>
    public Edited Run(MessageWriter original, MessageType type, int userHash)
    {
        var message = Parse(original);
        var messageId = message["messageId"]!.GetValue<string>();
        var originalTimestamp = message["originalTimestamp"]!.GetValue<string>();
        try
        {
            if (_hook(message) is not { } edited)
                return Keep(original, type, userHash, new MessageFault(DropReason.Filtered, "BeforeSend vetoed it"));
            if (!MessageTypes.TryParse(NodeText.Of(edited["type"]) ?? "", out var editedType))
                return Keep(original, type, userHash, new MessageFault(DropReason.Invalid, "BeforeSend left it without one of the six types"));

            return Rewrite(original, new EditedMessage(edited, editedType, messageId, originalTimestamp));
        }
        catch (Exception exception)
        {
            return Keep(original, type, userHash, new MessageFault(DropReason.Filtered, "BeforeSend threw", exception));
        }
    }

    Edited Rewrite(MessageWriter original, EditedMessage message)
    {
        var writer = MessageWriter.Rent(_ceiling);
        var composed = message.Write(writer);
        MessageWriter.Return(original);
        return new Edited(writer, message.Type, composed.Fits, composed.UserHash, composed.Fault);
    }

    static Edited Keep(MessageWriter original, MessageType type, int userHash, MessageFault fault) =>
        new(original, type, Fits: true, userHash, fault);

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
