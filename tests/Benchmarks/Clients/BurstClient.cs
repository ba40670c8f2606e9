using System.Diagnostics;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;

namespace Benchmarks.Clients;

/// <summary>A process that logs the workload as fast as it goes, closes its logger, and says what it cost.</summary>
/// <remarks>
/// With events to warm up with, it writes a line when they are logged, and waits for one: the parent knows when they have
/// arrived. Only what follows is reported.
/// </remarks>
static class BurstClient
{
    public const string Verb = "log";

    public static readonly string[] Options = [.. Client.Options, "warm-up", "events", "threads"];

    public static string[] CommandLine(Client client, int warmUp, int events, int threads = 1) =>
    [
        Verb, .. client.Write(),
        "--warm-up", Client.Text(warmUp), "--events", Client.Text(events), "--threads", Client.Text(threads),
    ];

    public static int Run(Arguments arguments)
    {
        var client = Client.Read(arguments);
        var warmUp = arguments.Number("warm-up", 0);
        var events = arguments.Number("events", 0);
        var threads = arguments.Number("threads", 1);

        var workload = client.Workload();
        var logger = client.CreateLogger();
        var (cpu, allocated) = (TimeSpan.Zero, 0L);
        if (warmUp > 0)
        {
            LoggingThreads.Run(logger, workload, 0, warmUp, threads);
            Console.WriteLine("warm");
            Console.ReadLine();
            (cpu, allocated) = (ProcessFigures.Cpu, GC.GetTotalAllocatedBytes(precise: true));
        }

        var started = Stopwatch.GetTimestamp();
        LoggingThreads.Run(logger, workload, warmUp, events, threads);
        var logged = Stopwatch.GetTimestamp();
        logger.Dispose();
        var closed = Stopwatch.GetTimestamp();

        var report = new BurstReport(
            events,
            (ProcessFigures.Cpu - cpu).TotalSeconds,
            GC.GetTotalAllocatedBytes(precise: true) - allocated,
            ProcessFigures.PeakResidentBytes,
            Stopwatch.GetElapsedTime(started, closed).TotalSeconds,
            Stopwatch.GetElapsedTime(logged, closed).TotalSeconds);
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }
}

/// <summary>What one client process cost, when everything is sent.</summary>
/// <param name="Events">Events logged after the warm-up.</param>
/// <param name="CpuSeconds">User and system time after the warm-up; without one, start-up and JIT included.</param>
/// <param name="AllocatedBytes">What was allocated after the warm-up, on all threads.</param>
/// <param name="PeakResidentBytes">The most memory that was ever resident.</param>
/// <param name="WallSeconds">From the first log call after the warm-up to the end of the logger.</param>
/// <param name="CloseSeconds">From the last log call to the end of the logger.</param>
sealed record BurstReport(long Events, double CpuSeconds, long AllocatedBytes, long PeakResidentBytes, double WallSeconds, double CloseSeconds);
