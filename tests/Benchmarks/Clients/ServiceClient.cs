using System.Diagnostics;
using System.Text.Json;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

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

        var first = rate * arguments.Number("warm-up-s", 0);
        TimedCalls.Run(logger, workload, first: 0, first, threads, rate);
        var (cpu, started) = (ProcessFigures.Cpu, Stopwatch.GetTimestamp());
        var calls = TimedCalls.Run(logger, workload, first, rate * arguments.Number("seconds", 0), threads, rate);
        var report = new ServiceReport(
            first + calls.Count,
            (ProcessFigures.Cpu - cpu).TotalSeconds,
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            calls.Microseconds(0.5),
            calls.Microseconds(0.999),
            calls.Microseconds(1));
        logger.Dispose();
        application.DisposeAsync().AsTask().Wait();
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    }
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
