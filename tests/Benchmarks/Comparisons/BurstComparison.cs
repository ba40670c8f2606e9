using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;
using Benchmarks.Workload;

namespace Benchmarks.Comparisons;

/// <summary>As fast as the loop goes, with one core for everything: CPU, allocation and memory of each event.</summary>
/// <remarks>
/// Cold, the figures are of the whole process, start-up and JIT included. Steady, they are of as many events again, logged
/// when the first have arrived.
/// </remarks>
sealed class BurstComparison
{
    public static readonly string[] Options = [.. Stage.Options, "events", "batch-size", "threads"];

    readonly Dictionary<(CallForm Form, LoggingSystem System), List<Round>> _results;

    BurstComparison(Stage stage, Arguments arguments, int events, int warmUp)
    {
        var tuning = new Tuning { BatchSize = arguments.Count("batch-size", 100) };
        _results = stage.InTurn((form, system) => stage.RunBurst(new Client { System = system, Form = form, Tuning = tuning }, events, warmUp, arguments.Count("threads", 1)));
    }

    public static int RunSteady(Arguments arguments)
    {
        using var stage = new Stage(arguments);
        var events = arguments.Count("events", 1_000_000);
        var steady = new BurstComparison(stage, arguments, events, warmUp: events);
        stage.Print($"Steady: {events} events after {events} to warm up, batches of {arguments.Count("batch-size", 100)}.", IsPinned(arguments), steady.Costs(), steady.CpuTargets(0.40));
        return 0;
    }

    public static int RunCold(Arguments arguments)
    {
        using var stage = new Stage(arguments);
        var events = arguments.Count("events", 200_000);
        var cold = new BurstComparison(stage, arguments, events, warmUp: 0);
        stage.Print($"Cold: the first {events} events, batches of {arguments.Count("batch-size", 100)}.", IsPinned(arguments), cold.Costs(), cold.CpuTargets(0.60));
        return 0;
    }

    public static int RunMemory(Arguments arguments)
    {
        using var stage = new Stage(arguments, forms: "property");
        var events = arguments.Count("events", 200_000);
        var cold = new BurstComparison(stage, arguments, events, warmUp: 0);
        var steady = new BurstComparison(stage, arguments, 5 * events, warmUp: 5 * events);
        stage.Print($"Memory, cold: {events} events.", IsPinned(arguments), cold.Memory(), cold.MemoryTargets());
        Console.WriteLine();
        stage.Print($"Memory, steady: {5 * events} events after as many to warm up.", IsPinned(arguments), steady.Memory(), steady.MemoryTargets());
        return 0;
    }

    Table Costs()
    {
        var table = new Table("system", "form", "CPU us/event", "x floor", "x Seq", "allocated B/event", "above floor", "peak RSS MB", "wire B/event", "wall s", "lost", "refused");
        foreach (var ((form, system), rounds) in _results)
        {
            var (cpu, allocated) = (Stage.Of(rounds, Cpu), Stage.Of(rounds, Allocated));
            table.Add(
                system.Title,
                form.Title,
                cpu.Format("F2"),
                Compare(form, LoggingSystem.Floor, Cpu, floor => Figure.Of(cpu.Median / floor, "F2")),
                Compare(form, LoggingSystem.Seq, Cpu, seq => Figure.Of(cpu.Median / seq, "F2")),
                Figure.Of(allocated.Median, "F0"),
                Compare(form, LoggingSystem.Floor, Allocated, floor => Figure.Of(allocated.Median - floor, "F0")),
                Stage.Of(rounds, Peak).Format("F0"),
                system.Sends ? Figure.Of(Stage.Of(rounds, static round => round.WireBytes).Median, "F0") : "-",
                Stage.Of(rounds, static round => round.Client.WallSeconds).Format("F1"),
                system.Sends ? Figure.Whole(rounds.Sum(static round => round.Lost)) : "-",
                system.Sends ? Figure.Whole(rounds.Sum(static round => round.Server!.Refused)) : "-");
        }

        return table;
    }

    Table Memory()
    {
        var table = new Table("system", "form", "allocated B/event", "above floor", "peak RSS MB", "x floor");
        foreach (var ((form, system), rounds) in _results)
        {
            var (allocated, peak) = (Stage.Of(rounds, Allocated), Stage.Of(rounds, Peak));
            table.Add(
                system.Title,
                form.Title,
                allocated.Format("F0"),
                Compare(form, LoggingSystem.Floor, Allocated, floor => Figure.Of(allocated.Median - floor, "F0")),
                peak.Format("F0"),
                Compare(form, LoggingSystem.Floor, Peak, floor => Figure.Of(peak.Median / floor, "F2")));
        }

        return table;
    }

    Targets CpuTargets(double limit)
    {
        var targets = new Targets();
        foreach (var (form, own) in Own())
        {
            if (Median(form, LoggingSystem.Seq, Cpu) is { } seq)
                targets.AtMost($"CPU per event at most {Figure.Of(limit, "F2")} of Seq, {form.Title}", Stage.Of(own, Cpu).Median / seq, "F2", limit);
            targets.Add($"nothing lost, {form.Title}", own.Sum(static round => round.Lost), "F0", own.TrueForAll(static round => round.Lost == 0));
        }

        return targets;
    }

    Targets MemoryTargets()
    {
        var targets = new Targets();
        foreach (var (form, own) in Own())
        {
            if (Median(form, LoggingSystem.Floor, Allocated) is { } allocated)
                targets.AtMost($"at most 400 B per event above the floor, {form.Title}", Stage.Of(own, Allocated).Median - allocated, "F0", 400);
            if (Median(form, LoggingSystem.Floor, Peak) is { } peak)
                targets.AtMost($"peak at most 2.0 times the floor's, {form.Title}", Stage.Of(own, Peak).Median / peak, "F2", 2);
        }

        return targets;
    }

    IEnumerable<(CallForm Form, List<Round> Rounds)> Own() =>
        _results.Where(static result => result.Key.System == LoggingSystem.RudderStack).Select(static result => (result.Key.Form, result.Value));

    string Compare(CallForm form, LoggingSystem other, Func<Round, double> figure, Func<double, string> format) =>
        Median(form, other, figure) is { } median ? format(median) : "-";

    double? Median(CallForm form, LoggingSystem system, Func<Round, double> figure) =>
        _results.TryGetValue((form, system), out var rounds) ? Stage.Of(rounds, figure).Median : null;

    // Threads on one core never contend.
    static bool IsPinned(Arguments arguments) => arguments.Count("threads", 1) == 1;

    static double Cpu(Round round) => round.CpuMicroseconds;

    static double Allocated(Round round) => round.AllocatedBytes;

    static double Peak(Round round) => round.PeakMegabytes;
}
