using System.Diagnostics;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Workload;
using Serilog;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Delivery;

namespace Benchmarks.Clients;

/// <summary>A process that logs the workload while nothing listens, and watches its heap and its log calls.</summary>
static class OutageClient
{
    public const string Verb = "log-outage";

    public static readonly string[] Options = ["url", "events"];

    const int EventsBetweenLooks = 512;

    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(10);

    public static int Run(Arguments arguments)
    {
        var events = arguments.Number("events", 0);
        var logger = new LoggerConfiguration()
            .WriteTo.RudderStack("benchmark-key", arguments.Text("url", ""), static options => options.ShutdownTimeout = TimeSpan.FromSeconds(2))
            .CreateLogger();
        var sink = LiveSinks.Snapshot().Single();

        var heap = new HeapWatch();
        var calls = LogWatched(logger, events, heap);
        var cpu = ProcessFigures.Cpu;

        var disposing = Stopwatch.GetTimestamp();
        logger.Dispose();
        var disposed = Stopwatch.GetElapsedTime(disposing);
        heap.Look();

        var statistics = sink.ReadStatistics();
        var report = new OutageReport(
            events,
            new RudderStackSinkOptions().QueueLimitBytes,
            heap.MaxBytes,
            heap.MaxLiveBytes,
            ProcessFigures.PeakResidentBytes,
            calls.Longest.TotalSeconds,
            calls.SlowCalls,
            calls.Total.TotalSeconds,
            cpu.TotalSeconds,
            disposed.TotalSeconds,
            statistics.Dropped.ToDictionary(static pair => pair.Key.ToString(), static pair => pair.Value));
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }

    static (TimeSpan Total, TimeSpan Longest, long SlowCalls) LogWatched(ILogger logger, int events, HeapWatch heap)
    {
        var workload = new OrderCompleted();
        var (longest, slowCalls) = (TimeSpan.Zero, 0L);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < events; i++)
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

        return (Stopwatch.GetElapsedTime(started), longest, slowCalls);
    }
}
