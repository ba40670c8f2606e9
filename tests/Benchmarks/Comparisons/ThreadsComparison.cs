using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>Many threads log: whether an event costs more for it. Not pinned, since threads on one core never contend.</summary>
static class ThreadsComparison
{
    public static int Run(Arguments arguments)
    {
        var rounds = Math.Max(1, arguments.Number("rounds", 1));
        var events = Math.Max(1, arguments.Number("events", 200_000));
        var cores = Cores.Choose();
        var table = new Table("logging threads", "floor us/event", "batches of 100, us/event", "batches of 1000, us/event", "peak RSS MB (100, 1000)", "lost");
        foreach (var threads in (int[])[1, 2, 4, 8, 16])
        {
            List<Round> floor = [], small = [], large = [];
            for (var round = 0; round < rounds; round++)
            {
                floor.Add(Round.Run(cores, clientMask: 0, LoggingSystem.Floor, events, new Tuning(), threads));
                small.Add(Round.Run(cores, clientMask: 0, LoggingSystem.RudderStack, events, new Tuning(), threads));
                large.Add(Round.Run(cores, clientMask: 0, LoggingSystem.RudderStack, events, new Tuning { BatchSize = 1000 }, threads));
            }

            table.Add(
                Figure.Whole(threads),
                Cpu(floor).Format("F2"),
                Cpu(small).Format("F2"),
                Cpu(large).Format("F2"),
                $"{Peak(small).Format("F0")}, {Peak(large).Format("F0")}",
                Figure.Whole(small.Concat(large).Sum(static round => round.Lost)));
        }

        Console.WriteLine($"{events} events, {rounds} rounds; CPU of the whole process, on all cores.");
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.WriteLine(table);
        return 0;
    }

    static Samples Cpu(List<Round> rounds) => new(rounds.Select(static round => round.CpuMicroseconds));

    static Samples Peak(List<Round> rounds) => new(rounds.Select(static round => round.PeakMegabytes));
}
