using System.Text;
using System.Text.Json;
using Serilog.Events;
using Serilog.Parsing;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>Messages by hand, ending in the slot of <c>sentAt</c> as all messages do.</summary>
static class TestMessages
{
    public static byte[] Json(string id, string user = "u", string? anonymousId = null, int padding = 0)
    {
        var anonymous = anonymousId is null ? "" : $",\"anonymousId\":\"{anonymousId}\"";
        var head = $"{{\"type\":\"track\",\"messageId\":\"{id}\",\"userId\":\"{user}\"{anonymous},\"pad\":\"{new string('x', padding)}\"";
        return [.. Encoding.UTF8.GetBytes(head), .. SentAt.Tail];
    }

    public static QueuedMessage Queued(string id, string user = "u", string? anonymousId = null, int padding = 0, LogEvent? original = null, bool callsHooks = true)
    {
        var json = Json(id, user, anonymousId, padding);
        var message = new QueuedMessage(MessagePool.CapacityFor(json.Length));
        message.Fill(json, Hash(user), original, callsHooks);
        return message;
    }

    /// <summary>A log event, which differs from others by identity.</summary>
    public static LogEvent Original() => new(default, LogEventLevel.Information, null, new MessageTemplate(Array.Empty<MessageTemplateToken>()), []);

    /// <summary>Messages <c>m0</c>, <c>m1</c> and so on of one user.</summary>
    public static QueuedMessage[] Several(int count) => [.. Enumerable.Range(0, count).Select(i => Queued($"m{i}"))];

    public static string IdOf(ReadOnlySpan<byte> json) => Member(json, "messageId");

    public static string SentAtOf(ReadOnlySpan<byte> json) => Member(json, "sentAt");

    public static string[] IdsOf(ReadOnlyMemory<QueuedMessage> messages) =>
        [.. messages.ToArray().Select(message => IdOf(message.Json))];

    /// <summary>The whole buffer of a message: its part of the slab.</summary>
    public static ArraySegment<byte> BufferOf(QueuedMessage message) =>
        new(message.Segment.Array!, message.Segment.Offset, message.Capacity);

    /// <summary>The ids in a request's body.</summary>
    public static string[] IdsIn(string body)
    {
        using var document = JsonDocument.Parse(body);
        return [.. document.RootElement.GetProperty("batch").EnumerateArray().Select(one => one.GetProperty("messageId").GetString()!)];
    }

    // Not string.GetHashCode, which differs from run to run.
    public static int Hash(string user) => user.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    static string Member(ReadOnlySpan<byte> json, string name)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        return document.RootElement.GetProperty(name).GetString()!;
    }
}
