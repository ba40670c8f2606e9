namespace Serilog.Sinks.RudderStack.Messages;

/// <summary>The six calls by the name that they have in <c>EventType</c> and in messages.</summary>
static class MessageTypes
{
    public const int Count = 6;

    /// <summary>The name as messages spell it.</summary>
    public static string NameOf(MessageType type) => type switch
    {
        MessageType.Identify => "identify",
        MessageType.Track => "track",
        MessageType.Page => "page",
        MessageType.Screen => "screen",
        MessageType.Group => "group",
        _ => "alias",
    };

    /// <summary>Reads a name, ignoring case and white space around it.</summary>
    public static bool TryParse(string text, out MessageType type)
    {
        var name = text.AsSpan().Trim();
        type = name.Length switch
        {
            8 => MessageType.Identify,
            6 => MessageType.Screen,
            4 => MessageType.Page,
            5 => (char)(name[0] | ' ') switch
            {
                't' => MessageType.Track,
                'g' => MessageType.Group,
                _ => MessageType.Alias,
            },
            _ => default,
        };

        return name.Equals(NameOf(type).AsSpan(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the call carries <c>properties</c>; the others carry <c>traits</c>.</summary>
    public static bool HasProperties(MessageType type) => type is MessageType.Track or MessageType.Page or MessageType.Screen;
}
