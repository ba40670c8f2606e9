using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Processes;

/// <summary>What the runtime and the system know of this process, from its start.</summary>
static class ProcessFigures
{
    /// <summary>User and system time, start-up and JIT included.</summary>
    public static TimeSpan Cpu
    {
        get
        {
            // The same figure by two ways: the first is finer.
            if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
                return Environment.CpuUsage.TotalTime;
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }

    /// <summary>The most memory that was resident, in bytes.</summary>
    public static long PeakResidentBytes
    {
        get
        {
            if (OperatingSystem.IsLinux())
            {
                var line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            }

            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }
    }
}
