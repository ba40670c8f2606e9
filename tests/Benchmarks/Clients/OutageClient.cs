using System.Diagnostics;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Workload;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace Benchmarks.Clients;

/// <summary>A process that logs the workload while nothing listens, and watches its heap and its log calls.</summary>
static class OutageClient
{
    public const string Verb = "log-outage";

    public static readonly string[] Options = [.. Client.Options, "fill", "events"];

    const int EventsBetweenLooks = 512;

    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(10);

    public static string[] CommandLine(Client client, int fill, int events) =>
        [Verb, .. client.Write(), "--fill", Client.Text(fill), "--events", Client.Text(events)];

    public static int Run(Arguments arguments)
    {
        var client = Client.Read(arguments);
        var fill = arguments.Number("fill", 0);
        var events = arguments.Number("events", 0);
        var logger = client.CreateLogger();
        var workload = client.Workload();

        // Fills the queue: what follows finds it full, and is dropped.
        var heap = new HeapWatch();
        LogWatched(logger, workload, 0, fill, heap);
        var cpu = ProcessFigures.Cpu;
        var calls = LogWatched(logger, workload, fill, events, heap);
        cpu = ProcessFigures.Cpu - cpu;

        var disposing = Stopwatch.GetTimestamp();
        logger.Dispose();
        var disposed = Stopwatch.GetElapsedTime(disposing);
        heap.Look();
        Console.WriteLine(JsonSerializer.Serialize(new OutageReport(
            events,
            new RudderStackSinkOptions().QueueLimitBytes,
            heap.MaxBytes,
            heap.MaxLiveBytes,
            ProcessFigures.PeakResidentBytes,
            calls.Longest.TotalSeconds,
            calls.SlowCalls,
            cpu.TotalSeconds,
            disposed.TotalSeconds)));
        return 0;
    }

    static (TimeSpan Longest, long SlowCalls) LogWatched(ILogger logger, OrderCompleted workload, int first, int events, HeapWatch heap)
    {
        var (longest, slowCalls) = (TimeSpan.Zero, 0L);
        for (var i = first; i < first + events; i++)
        {
            var before = Stopwatch.GetTimestamp();
            workload.Log(logger, i);
            var took = Stopwatch.GetElapsedTime(before);
            if (took > longest)
                longest = took;
            if (took > Slow)
                slowCalls++;
            if (i % EventsBetweenLooks == 0)
                heap.Look();
        }

        return (longest, slowCalls);
    }
}

/// <summary>What logging cost while nothing could be sent.</summary>
/// <param name="Events">Events logged when the queue was full.</param>
/// <param name="LimitBytes">This sink's byte limit.</param>
/// <param name="MaxHeapBytes">The largest managed heap seen, garbage not yet collected included.</param>
/// <param name="MaxLiveBytes">The largest managed heap after a collection.</param>
/// <param name="PeakResidentBytes">The most memory that was resident.</param>
/// <param name="LongestCallSeconds">The longest log call, pauses of the collector and of the scheduler included.</param>
/// <param name="SlowCalls">Log calls of more than 10 ms.</param>
/// <param name="CpuSeconds">User and system time of the process while it logged these events.</param>
/// <param name="DisposeSeconds">How long the end of the logger took.</param>
sealed record OutageReport(
    long Events,
    long LimitBytes,
    long MaxHeapBytes,
    long MaxLiveBytes,
    long PeakResidentBytes,
    double LongestCallSeconds,
    long SlowCalls,
    double CpuSeconds,
    double DisposeSeconds);
