using System.Text.Json;

namespace RudderStack.Local.Plans;

/// <summary>Which message is meant, in a few words.</summary>
static class MessageName
{
    /// <summary>Such as <c>track "Order Completed" (messageId m-1)</c>.</summary>
    public static string Of(JsonElement message)
    {
        var name = Text(message, "event");
        return $"{Text(message, "type")}{(name.Length > 0 ? $" \"{name}\"" : "")} (messageId {Text(message, "messageId")})";
    }

    static string Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.ToString() : "";
}
