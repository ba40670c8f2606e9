using System.Net;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack;

/// <summary>A message that was dropped, and why.</summary>
public sealed class DroppedMessage
{
    internal DroppedMessage(string messageId, string type, string? eventName, string json, DropReason reason)
    {
        MessageId = messageId;
        Type = type;
        EventName = eventName;
        Json = json;
        Reason = reason;
    }

    /// <summary>The message's <c>messageId</c>.</summary>
    public string MessageId { get; }

    /// <summary>The message's <c>type</c>: track, identify, page, screen, group or alias.</summary>
    public string Type { get; }

    /// <summary>The <c>event</c> of track or the <c>name</c> of page and screen, if there is one.</summary>
    public string? EventName { get; }

    /// <summary>The message as it would have been sent; sending it again later keeps its <c>messageId</c>.</summary>
    public string Json { get; }

    /// <summary>Why it was dropped.</summary>
    public DropReason Reason { get; }

    /// <summary>The status of the last answer, if the data plane answered.</summary>
    public HttpStatusCode? StatusCode { get; internal init; }

    /// <summary>The first 512 bytes of the last answer, if the data plane answered.</summary>
    public string? ResponseText { get; internal init; }

    /// <summary>The last fault of the network, of the HTTP handler or of a hook, if that was the cause.</summary>
    /// <remarks>
    /// A fault of a request is a copy with the type, the text and the causes of the original, the write key blacked out, and
    /// nothing else of it; where it was none of .NET's own types, its name begins the text.
    /// </remarks>
    public Exception? Exception { get; internal init; }

    /// <summary>One line for people: type, event name, message id and reason, and nothing else that stands in the message.</summary>
    /// <returns>For example <c>track "Order Completed" (messageId 4d2f...) was dropped (rejected)</c>.</returns>
    public override string ToString() =>
        $"{new MessageSummary(Type, MessageId, EventName).Describe()} was dropped ({DropReasons.Tag(Reason)})";
}
