using System.Text.Json;

namespace RudderStack.Local.Tests.Live;

/// <summary>One event of the stream, its data read as JSON.</summary>
sealed record ServerSentEvent(string Name, string Id, JsonElement Data)
{
    public string? MessageId => Data.GetProperty("messageId").GetString();
}
