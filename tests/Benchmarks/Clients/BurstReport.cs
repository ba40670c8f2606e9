namespace Benchmarks.Clients;

/// <summary>What one client process cost, when everything is sent.</summary>
/// <param name="Events">Events logged.</param>
/// <param name="CpuSeconds">User and system time of the process, start-up and JIT included.</param>
/// <param name="AllocatedBytes">Everything allocated by the process.</param>
/// <param name="PeakResidentBytes">The most memory that was resident.</param>
/// <param name="WallSeconds">From the first log call to the end of the logger.</param>
/// <param name="Processors">The cores that the runtime saw.</param>
sealed record BurstReport(long Events, double CpuSeconds, long AllocatedBytes, long PeakResidentBytes, double WallSeconds, int Processors);
