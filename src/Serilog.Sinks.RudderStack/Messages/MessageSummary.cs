using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>What reports and callbacks say of a message, read from its bytes when somebody asks.</summary>
sealed record MessageSummary(string Type, string MessageId, string? EventName)
{
    const int LongestName = 128;

    /// <summary>Reads a complete message.</summary>
    public static MessageSummary Of(ReadOnlySpan<byte> message)
    {
        var (type, messageId, eventName) = ("", "", default(string));
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
                type = ReadText(ref reader) ?? "";
            else if (reader.ValueTextEquals("messageId"u8))
                messageId = ReadText(ref reader) ?? "";
            else if (reader.ValueTextEquals("event"u8))
                eventName = ReadText(ref reader);
            else if (reader.ValueTextEquals("name"u8))
                eventName ??= ReadText(ref reader);
            else
                reader.Skip();
        }

        return new MessageSummary(type, messageId, eventName);
    }

    /// <summary>The message as diagnostics name it, in one line: type, event name and id, and nothing that stands in it otherwise.</summary>
    /// <remarks>The caller may have given a name or an id as long as a message: a report shows where it begins.</remarks>
    public string Describe()
    {
        var id = OneLine.Of(MessageId, LongestName);
        return EventName is null ? $"{Type} (messageId {id})" : $"{Type} \"{OneLine.Of(EventName, LongestName)}\" (messageId {id})";
    }

    static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();

        reader.Skip();
        return null;
    }
}
