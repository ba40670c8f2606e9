using Serilog.Sinks.RudderStack;

namespace Benchmarks.Systems;

/// <summary>What a run changes about a system; anything else, and what is null, is the system's default.</summary>
sealed record Tuning
{
    public int? BatchSize { get; init; } = 100;

    public int MaxConcurrentRequests { get; init; } = 1;

    public WhenQueueFull WhenQueueFull { get; init; } = WhenQueueFull.Block;

    /// <summary>
    /// The peers wait without bound at the end, and where the cost of a burst is measured, giving up its tail would be a gain.
    /// </summary>
    public TimeSpan? ShutdownTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The queue of the peers, which cannot wait for room: where nothing is to be lost it must hold the whole burst.
    /// </summary>
    public int? PeerQueueLimit { get; init; } = 10_000_000;

    /// <summary>Takes the requests in process; null to send them.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Where what is durable lies; null for what is not.</summary>
    public string? Folder { get; init; }
}
