using System.Text;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>The beginning of every message, up to the value of <c>messageId</c>.</summary>
static class MessageHeads
{
    static readonly byte[][] Heads = Enumerable.Range(0, MessageTypes.Count).Select(type => Make((MessageType)type)).ToArray();

    /// <summary>Writes the type, and the id if it is given and not blank, else a new one; false if the given one is beyond all limits.</summary>
    public static bool TryWrite(MessageWriter writer, MessageType type, string? messageId)
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

    static void WriteNewId(MessageWriter writer)
    {
        writer.Raw((byte)'"');
        MessageIds.Write(writer.Claim(MessageIds.Width));
        writer.Raw((byte)'"');
    }

    static byte[] Make(MessageType type) => Encoding.UTF8.GetBytes($$"""{"type":"{{MessageTypes.NameOf(type)}}","messageId":""");
}
