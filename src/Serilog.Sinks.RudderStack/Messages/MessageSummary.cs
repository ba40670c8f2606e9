namespace Serilog.Sinks.RudderStack.Messages;

readonly record struct MessageSummary(string MessageId, string Type, string? EventName)
{
    public static MessageSummary Read(ReadOnlySpan<byte> json) => new(json.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), "", null);

    /// <summary>The message as diagnostics name it: type, event name, id; nothing that could be personal data beyond these.</summary>
    public string Describe() => EventName is null ? $"{Type} (messageId {MessageId})" : $"{Type} \"{EventName}\" (messageId {MessageId})";
}
