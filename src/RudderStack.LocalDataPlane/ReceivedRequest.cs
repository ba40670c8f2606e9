using System.Text;

namespace RudderStack.Local;

/// <summary>One request as the local data plane saw it. Requests under <c>/local/</c> are not recorded.</summary>
public sealed class ReceivedRequest
{
    /// <summary>Counts the requests from 1, in the order in which they were recorded.</summary>
    public long Sequence { get; internal set; }

    /// <summary>When the request's headers had arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Names the TCP connection: equal for the requests that shared one.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>How many requests were in progress when this one arrived, itself included.</summary>
    public required int InProgress { get; init; }

    /// <summary>The HTTP method, in upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The path without its query.</summary>
    public required string Path { get; init; }

    /// <summary>The request's headers; names ignore case, several values are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The status answered, or null when the request got no complete answer (cut connection, hang).</summary>
    public int? Status { get; internal set; }

    /// <summary>The body answered, or null when <see cref="Status"/> is.</summary>
    public string? Answer { get; internal set; }

    /// <summary>The body's bytes as they came, compressed or not. What a fault cut off before reading counts as 0.</summary>
    public int WireBytes { get; internal set; }

    /// <summary>The body's bytes after gunzip; 0 when it could not be read.</summary>
    public int BodyBytes { get; internal set; }

    /// <summary>How many messages the request held; 0 when the gateway's own rules refuse it.</summary>
    public int MessageCount { get; internal set; }

    /// <summary>
    /// The place in the batch, from 1, of the message for which <see cref="Answer"/> refuses the whole batch; null when
    /// it has another reason, or refuses nothing.
    /// </summary>
    public int? RefusedAt { get; internal set; }

    /// <summary>Whether a <see cref="Fault"/> changed or delayed the answer.</summary>
    public bool IsSpoiled { get; internal set; }

    /// <summary>The uncompressed body, if <see cref="LocalDataPlaneOptions.KeepBodies"/> is set; else null.</summary>
    public ReadOnlyMemory<byte>? Body { get; internal set; }

    /// <summary><see cref="Body"/> as text.</summary>
    public string? BodyText => Body is { } body ? Encoding.UTF8.GetString(body.Span) : null;
}
