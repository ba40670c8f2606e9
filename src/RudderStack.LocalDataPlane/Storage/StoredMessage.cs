using System.Text.Json;
using RudderStack.Local.Plans;

namespace RudderStack.Local.Storage;

/// <summary>A message as the gateway stores it, and what was found by its tracking plan; null where its key has none.</summary>
readonly record struct StoredMessage(JsonElement Json, PlanFinding? Finding)
{
    public static IReadOnlyList<StoredMessage> Of(IReadOnlyList<JsonElement> messages, IReadOnlyList<PlanFinding>? findings) =>
        [.. messages.Select((message, index) => new StoredMessage(message, findings?[index]))];

    /// <summary>What it takes in memory, roughly, but not less.</summary>
    public static long SizeOf(StoredMessage message) => JsonSize.Of(message.Json) + (message.Finding?.Size ?? 0);
}
