namespace Serilog.Sinks.RudderStack;

/// <summary>A message that the data plane has accepted.</summary>
public sealed class DeliveredMessage
{
    internal DeliveredMessage(string messageId, string type, string? eventName, string json)
    {
        MessageId = messageId;
        Type = type;
        EventName = eventName;
        Json = json;
    }

    /// <summary>The message's <c>messageId</c>.</summary>
    public string MessageId { get; }

    /// <summary>The message's <c>type</c>: track, identify, page, screen, group or alias.</summary>
    public string Type { get; }

    /// <summary>The <c>event</c> of track or the <c>name</c> of page and screen, if there is one.</summary>
    public string? EventName { get; }

    /// <summary>The message as it was sent.</summary>
    public string Json { get; }
}
