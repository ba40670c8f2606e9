using System.Diagnostics;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Workload;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ILogger = Serilog.ILogger;

namespace Benchmarks.Clients;

/// <summary>A web application that is up, and whose threads log at a steady rate.</summary>
/// <remarks>The threads are its own instead of requests: what requests cost would hide what is measured.</remarks>
static class ServiceClient
{
    public const string Verb = "log-steadily";

    public static readonly string[] Options = [.. Client.Options, "threads", "rate", "warm-up-s", "seconds"];

    public static string[] CommandLine(Client client, int threads, int rate, int warmUpSeconds, int seconds) =>
    [
        Verb, .. client.Write(),
        "--threads", Client.Text(threads), "--rate", Client.Text(rate),
        "--warm-up-s", Client.Text(warmUpSeconds), "--seconds", Client.Text(seconds),
    ];

    public static int Run(Arguments arguments)
    {
        var client = Client.Read(arguments);
        var threads = arguments.Number("threads", 1);
        var rate = arguments.Number("rate", 1);

        // Its lines would stand in front of the report.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.Start();
        var logger = client.CreateLogger();
        var workload = client.Workload();

        LogSteadily(logger, workload, threads, rate, first: 0, arguments.Number("warm-up-s", 0));
        var first = rate * arguments.Number("warm-up-s", 0);
        var (cpu, started) = (ProcessFigures.Cpu, Stopwatch.GetTimestamp());
        var calls = LogSteadily(logger, workload, threads, rate, first, arguments.Number("seconds", 0));
        var report = new ServiceReport(
            first + calls.Length,
            (ProcessFigures.Cpu - cpu).TotalSeconds,
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            Microseconds(calls, 0.5),
            Microseconds(calls, 0.999),
            Microseconds(calls, 1));
        logger.Dispose();
        application.DisposeAsync().AsTask().Wait();
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }

    /// <summary>Logs and gives the duration of each call, sorted, in ticks of the stopwatch.</summary>
    static long[] LogSteadily(ILogger logger, OrderCompleted workload, int threads, int rate, int first, int seconds)
    {
        var calls = new long[rate * seconds];
        var started = Stopwatch.GetTimestamp();
        var all = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = thread; i < calls.Length; i += threads)
            {
                var early = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(started);
                if (early > TimeSpan.Zero)
                    Thread.Sleep(early);
                var before = Stopwatch.GetTimestamp();
                workload.Log(logger, first + i);
                calls[i] = Stopwatch.GetTimestamp() - before;
            }
        })).ToArray();
        Array.ForEach(all, static thread => thread.Start());
        Array.ForEach(all, static thread => thread.Join());
        Array.Sort(calls);
        return calls;
    }

    static double Microseconds(long[] sorted, double share) =>
        1e6 * sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))] / Stopwatch.Frequency;
}

/// <summary>What a service's logging cost after the warm-up.</summary>
/// <param name="Events">Events logged, the warm-up included.</param>
/// <param name="CpuSeconds">User and system time.</param>
/// <param name="WallSeconds">How long it was measured.</param>
/// <param name="MedianMicroseconds">The median of the log calls.</param>
/// <param name="SlowMicroseconds">Their 99.9th percentile.</param>
/// <param name="LongestMicroseconds">The longest.</param>
sealed record ServiceReport(
    long Events, double CpuSeconds, double WallSeconds, double MedianMicroseconds, double SlowMicroseconds, double LongestMicroseconds);
