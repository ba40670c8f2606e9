using System.Text.Json;

namespace RudderStack.Local.Gateway;

/// <summary>
/// The gateway's answer to a request, and the messages that it stores before it gives it. No answer: the connection is
/// cut when the time for the answer is over.
/// </summary>
readonly record struct Verdict(GatewayAnswer? Answer, IReadOnlyList<JsonElement> Messages)
{
    /// <summary>The place in the batch, from 1, of the message that the answer refuses.</summary>
    public int? RefusedAt { get; init; }

    /// <summary>How long the store takes.</summary>
    public TimeSpan StoreTime { get; init; }

    public static implicit operator Verdict(GatewayAnswer answer) => new(answer, []);
}
