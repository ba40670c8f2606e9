namespace Benchmarks.Clients;

/// <summary>What logging cost while nothing could be sent.</summary>
/// <param name="Events">Events logged.</param>
/// <param name="LimitBytes">The sink's byte limit.</param>
/// <param name="MaxHeapBytes">The largest managed heap seen, garbage not yet collected included.</param>
/// <param name="MaxLiveBytes">The largest managed heap after a collection.</param>
/// <param name="PeakResidentBytes">The most memory that was resident.</param>
/// <param name="LongestCallSeconds">The longest log call, pauses of the collector and of the scheduler included.</param>
/// <param name="SlowCalls">Log calls of more than 10 ms.</param>
/// <param name="LoggingSeconds">How long the loop took.</param>
/// <param name="CpuSeconds">User and system time of the process while it logged, start-up and JIT included.</param>
/// <param name="DisposeSeconds">How long the end of the logger took.</param>
/// <param name="Dropped">Messages dropped by reason.</param>
sealed record OutageReport(
    long Events,
    long LimitBytes,
    long MaxHeapBytes,
    long MaxLiveBytes,
    long PeakResidentBytes,
    double LongestCallSeconds,
    long SlowCalls,
    double LoggingSeconds,
    double CpuSeconds,
    double DisposeSeconds,
    IReadOnlyDictionary<string, long> Dropped);
