using System.Text.Json;

namespace RudderStack.Local.Gateway;

/// <summary>What a body's events come to: the messages as the gateway would store them, or why it refuses them.</summary>
sealed record EventBatch(GatewayAnswer? Refusal, JsonElement[] Messages)
{
    public static readonly EventBatch Empty = new(null, []);

    /// <summary>The place in the batch, from 1, of the event that <see cref="Refusal"/> is about.</summary>
    public int? RefusedAt { get; private init; }

    /// <summary>Whether the events cannot be written as JSON again: the gateway finds out after all other checks.</summary>
    public bool NumberOverflowed { get; init; }

    /// <summary>One event of this type lifts the size limit of its whole batch.</summary>
    public bool HoldsAudienceList => Messages.Any(message => Text(message, "type") == "audiencelist");

    /// <summary>Events of a job or task run are not rate limited; only the first event is asked.</summary>
    public bool NamesRun =>
        Messages is [var first, ..]
        && first.TryGetProperty("context", out var context) && context.ValueKind == JsonValueKind.Object
        && context.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.Object
        && (Text(sources, "job_run_id") is { Length: > 0 } || Text(sources, "task_run_id") is { Length: > 0 });

    public static EventBatch Refused(GatewayAnswer answer, int at) => new(answer, []) { RefusedAt = at };

    static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
