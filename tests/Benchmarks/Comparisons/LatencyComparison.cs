using System.Globalization;
using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>Answers take long: whether throughput grows with the requests at a time, and whether users keep their order.</summary>
static class LatencyComparison
{
    public static readonly string[] Options = [.. Stage.Options, "delay-ms", "requests", "users"];

    const int BatchSize = 100;

    public static int Run(Arguments arguments)
    {
        using var stage = new Stage(arguments, systems: "rudderstack", forms: "property");
        var delay = arguments.Number("delay-ms", 100);
        var requests = arguments.Count("requests", 30);
        var users = Math.Max(10, arguments.Number("users", 10_000));
        var keys = (from uneven in (bool[])[false, true] from concurrency in (int[])[1, 2, 4, 8, 16] select (uneven, concurrency)).ToArray();
        var results = stage.InTurn(
            keys,
            key => stage.RunBurst(
                new Client
                {
                    System = LoggingSystem.RudderStack,
                    Form = stage.Forms[0],
                    Users = users,
                    Uneven = key.uneven,
                    Tuning = new Tuning { BatchSize = BatchSize, MaxConcurrentRequests = key.concurrency },
                },
                requests * key.concurrency * BatchSize,
                serverOptions: ["--delay-us", (1000 * delay).ToString(CultureInfo.InvariantCulture), "--check-order", "yes"]),
            static key => $"{key.concurrency} at a time, users {(key.uneven ? "unevenly" : "evenly")}");

        var table = new Table("users", "requests at a time", "events/s", "x one", "events/request", "lost", "order faults");
        var targets = new Targets();
        foreach (var ((uneven, concurrency), rounds) in results)
        {
            var throughput = Stage.Of(rounds, Throughput);
            var times = throughput.Median / Stage.Of(results[(uneven, 1)], Throughput).Median;
            var faults = rounds.Sum(static round => round.Server!.OrderFaults);
            table.Add(
                uneven ? "a tenth makes half" : "evenly",
                Figure.Whole(concurrency),
                throughput.Format("F0"),
                Figure.Of(times, "F2"),
                Stage.Of(rounds, static round => (double)round.Delivered / Math.Max(1, round.Server!.Requests)).Format("F1"),
                Figure.Whole(rounds.Sum(static round => round.Lost)),
                Figure.Whole(faults));
            if (!uneven && concurrency is (8 or 16))
                targets.AtLeast($"{concurrency} at a time at least {(concurrency == 8 ? 7 : 12)} times one", times, "F2", concurrency == 8 ? 7 : 12);
            if (concurrency == 16)
                targets.AtMost($"order of users kept, {(uneven ? "unevenly" : "evenly")}: faults", faults, "F0", 0);
        }

        stage.Print($"Latency: an answer takes {delay} ms; batches of {BatchSize}, {users} users; throughput from the first request to the last answer.", pinned: true, table, targets);
        return 0;
    }

    static double Throughput(Round round) => round.Server!.EventsPerSecond;
}
