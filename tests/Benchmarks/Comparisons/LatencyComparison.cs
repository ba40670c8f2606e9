using System.Globalization;
using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>Answers take long: whether throughput grows with the requests at a time, and whether users keep their order.</summary>
static class LatencyComparison
{
    public static int Run(Arguments arguments)
    {
        var delay = arguments.Number("delay-ms", 100).ToString(CultureInfo.InvariantCulture);
        var requests = Math.Max(1, arguments.Number("requests", 30));
        var cores = Cores.Choose();
        var table = new Table("requests at a time", "events/s", "x one", "requests", "events/request", "seconds", "lost", "order faults");
        double? one = null;
        foreach (var concurrency in (int[])[1, 2, 4, 8, 16])
        {
            var tuning = new Tuning { MaxConcurrentRequests = concurrency };
            var events = requests * concurrency * tuning.BatchSize;
            var round = Round.Run(cores, cores.Client, LoggingSystem.RudderStack, events, tuning, serverOptions: ["--delay-ms", delay, "--check-order", "yes"]);
            var server = round.Server!;
            var throughput = server.Events / server.Seconds;
            one ??= throughput;
            table.Add(
                Figure.Whole(concurrency),
                Figure.Of(throughput, "F0"),
                Figure.Of(throughput / one.Value, "F2"),
                Figure.Whole(server.Requests),
                Figure.Of((double)server.Events / server.Requests, "F1"),
                Figure.Of(server.Seconds, "F1"),
                Figure.Whole(round.Lost),
                Figure.Whole(server.OrderFaults));
        }

        Console.WriteLine($"An answer takes {delay} ms; batches of 100, {Workload.OrderCompleted.UserCount} users; from the first request to the last answer. {cores.Note}");
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.WriteLine(table);
        return 0;
    }
}
