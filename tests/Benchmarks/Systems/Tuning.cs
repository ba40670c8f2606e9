using Serilog.Sinks.RudderStack;

namespace Benchmarks.Systems;

/// <summary>What a run changes about a system; anything else is the system's default.</summary>
sealed record Tuning
{
    public int BatchSize { get; init; } = 100;

    public int MaxConcurrentRequests { get; init; } = 1;

    public WhenQueueFull WhenQueueFull { get; init; } = WhenQueueFull.Block;

    /// <summary>Takes the requests in process; null to send them.</summary>
    public HttpMessageHandler? Handler { get; init; }
}
