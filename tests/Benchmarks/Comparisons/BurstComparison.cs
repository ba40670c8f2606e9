using Benchmarks.CommandLine;
using Benchmarks.Processes;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>The whole-process comparison: one core, as fast as the loop goes, every system in turn, several rounds.</summary>
static class BurstComparison
{
    public static int Run(Arguments arguments)
    {
        var rounds = Math.Max(1, arguments.Number("rounds", 3));
        var events = Math.Max(1, arguments.Number("events", 200_000));
        var tuning = new Tuning { BatchSize = arguments.Number("batch-size", 100) };
        LoggingSystem[] systems = [.. arguments.Text("systems", "floor,rudderstack,seq,otel").Split(',').Select(LoggingSystem.Named)];
        var cores = Cores.Choose();
        var results = systems.ToDictionary(static system => system, static _ => new List<Round>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var system in systems)
            {
                results[system].Add(Round.Run(cores, cores.Client, system, events, tuning));
                Console.Error.WriteLine($"round {round} of {rounds}: {system.Name}");
            }
        }

        Console.WriteLine($"{events} events, batches of {tuning.BatchSize}, {rounds} rounds; median (range). {cores.Note}");
        Console.WriteLine(Machine.Description);
        Console.WriteLine();
        Console.WriteLine(Write(results));
        return 0;
    }

    static Table Write(Dictionary<LoggingSystem, List<Round>> results)
    {
        var table = new Table("system", "CPU us/event", "x floor", "x Seq", "allocated B/event", "above floor", "peak RSS MB", "wire B/event", "wall s", "lost", "refused");
        foreach (var (system, rounds) in results)
        {
            var cpu = Of(rounds, static round => round.CpuMicroseconds);
            var allocated = Of(rounds, static round => round.AllocatedBytes);
            table.Add(
                system.Title,
                cpu.Format("F2"),
                Compare(LoggingSystem.Floor, static round => round.CpuMicroseconds, floor => Figure.Of(cpu.Median / floor, "F2")),
                Compare(LoggingSystem.Seq, static round => round.CpuMicroseconds, seq => Figure.Of(cpu.Median / seq, "F2")),
                Figure.Of(allocated.Median, "F0"),
                Compare(LoggingSystem.Floor, static round => round.AllocatedBytes, floor => Figure.Of(allocated.Median - floor, "F0")),
                Of(rounds, static round => round.PeakMegabytes).Format("F0"),
                system.Sends ? Figure.Of(Of(rounds, static round => round.WireBytes).Median, "F0") : "-",
                Of(rounds, static round => round.Client.WallSeconds).Format("F1"),
                system.Sends ? Figure.Whole(rounds.Sum(static round => round.Lost)) : "-",
                system.Sends ? Figure.Whole(rounds.Sum(static round => round.Server!.Refused)) : "-");
        }

        return table;

        string Compare(LoggingSystem other, Func<Round, double> figure, Func<double, string> format) =>
            results.TryGetValue(other, out var rounds) ? format(Of(rounds, figure).Median) : "-";
    }

    static Samples Of(List<Round> rounds, Func<Round, double> figure) => new(rounds.Select(figure));
}
