using System.Diagnostics;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Systems;
using Benchmarks.Workload;
using Serilog.Sinks.RudderStack;
using Serilog.Sinks.RudderStack.Durable;

namespace Benchmarks.Clients;

/// <summary>A process whose threads log as fast as they can, each call timed; then, with an outbox, a backlog that is drained.</summary>
static class DurableClient
{
    public const string Verb = "log-durably";

    // Nothing listens at the port of the discard protocol.
    const string Nowhere = "http://127.0.0.1:9";

    public static readonly string[] Options = [.. Client.Options, "warm-up", "events", "threads"];

    public static string[] CommandLine(Client client, int warmUp, int events, int threads) =>
        [Verb, .. client.Write(), "--warm-up", Client.Text(warmUp), "--events", Client.Text(events), "--threads", Client.Text(threads)];

    public static int Run(Arguments arguments)
    {
        var client = Client.Read(arguments);
        var (warmUp, events, threads) = (arguments.Number("warm-up", 0), arguments.Number("events", 0), arguments.Number("threads", 1));
        var workload = client.Workload();
        var folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        var tuning = client.Tuning with { Folder = folder };
        var logger = client.System.CreateLogger(client.Url, tuning);
        TimedCalls.Run(logger, workload, 0, warmUp, threads);
        RudderStackDelivery.FlushAsync().Wait();

        var cpu = ProcessFigures.Cpu;
        var calls = TimedCalls.Run(logger, workload, warmUp, events, threads);
        RudderStackDelivery.FlushAsync().Wait();
        logger.Dispose();
        var spent = ProcessFigures.Cpu - cpu;

        var (rate, bytes) = client.System == LoggingSystem.Durable ? Drain(client, workload, tuning with { Folder = Path.Combine(folder, "backlog") }, events) : default;
        Directory.Delete(folder, recursive: true);
        Console.WriteLine(JsonSerializer.Serialize(new DurableReport(
            calls.Count, spent.TotalSeconds, calls.Microseconds(0.5), calls.Microseconds(0.999), rate, bytes)));
        return 0;
    }

    static (double Rate, double Bytes) Drain(Client client, OrderCompleted workload, Tuning tuning, int events)
    {
        using (var nowhere = client.System.CreateLogger(Nowhere, tuning))
            TimedCalls.Run(nowhere, workload, 0, events, threads: 1);
        var file = Path.Combine(tuning.Folder!, "analytics.db");
        var bytes = (double)new FileInfo(file).Length / events;

        var started = Stopwatch.GetTimestamp();
        using var logger = client.System.CreateLogger(client.Url, tuning);
        using var outbox = RudderStackOutbox.Open(file);
        while (outbox.CountMessages() > 0)
            Thread.Sleep(20);
        return (events / Stopwatch.GetElapsedTime(started).TotalSeconds, bytes);
    }
}

/// <summary>What durable logging cost.</summary>
/// <param name="Events">Events logged after the warm-up.</param>
/// <param name="CpuSeconds">User and system time, until they were sent.</param>
/// <param name="MedianMicroseconds">The median of the log calls.</param>
/// <param name="SlowMicroseconds">Their 99.9th percentile.</param>
/// <param name="DrainedPerSecond">Messages of a backlog sent in a second.</param>
/// <param name="BytesPerMessage">What a message takes on disk.</param>
sealed record DurableReport(
    long Events, double CpuSeconds, double MedianMicroseconds, double SlowMicroseconds, double DrainedPerSecond, double BytesPerMessage);
