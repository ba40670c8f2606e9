using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Systems;

namespace Benchmarks.Clients;

/// <summary>A process that logs the workload as fast as it goes, closes its logger, and says what it cost.</summary>
static class BurstClient
{
    public const string Verb = "log";

    public static readonly string[] Options = ["system", "url", "events", "threads", "batch-size", "concurrency"];

    public static string[] CommandLine(LoggingSystem system, string url, int events, Tuning tuning, int threads = 1) =>
    [
        Verb, "--system", system.Name, "--url", url, "--events", Text(events), "--threads", Text(threads),
        "--batch-size", Text(tuning.BatchSize), "--concurrency", Text(tuning.MaxConcurrentRequests),
    ];

    public static int Run(Arguments arguments)
    {
        var system = LoggingSystem.Named(arguments.Text("system", ""));
        var events = arguments.Number("events", 0);
        var tuning = new Tuning
        {
            BatchSize = arguments.Number("batch-size", 100),
            MaxConcurrentRequests = arguments.Number("concurrency", 1),
        };

        var logger = system.CreateLogger(arguments.Text("url", ""), tuning);
        var started = Stopwatch.GetTimestamp();
        LoggingThreads.Run(logger, events, arguments.Number("threads", 1));
        logger.Dispose();
        var wall = Stopwatch.GetElapsedTime(started);

        var report = new BurstReport(
            events,
            ProcessFigures.Cpu.TotalSeconds,
            GC.GetTotalAllocatedBytes(precise: true),
            ProcessFigures.PeakResidentBytes,
            wall.TotalSeconds,
            Environment.ProcessorCount);
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
