using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>The outbox beside the plain sink and Seq's two: log calls with one and with eight threads, CPU, and a backlog that is drained.</summary>
static class DurableComparison
{
    public static readonly string[] Options = [.. Stage.Options, "warm-up", "events"];

    public static int Run(Arguments arguments)
    {
        using var stage = new Stage(arguments, systems: "rudderstack,durable,seq,seq-durable", forms: "property");
        var (warmUp, events) = (arguments.Count("warm-up", 50_000), arguments.Count("events", 200_000));
        var keys = (from form in stage.Forms from system in stage.Systems from threads in (int[])[1, 8] select (form, system, threads)).ToArray();
        var results = stage.InTurn(
            keys,
            key => stage.Run<DurableReport>(
                new Client { System = key.system, Form = key.form, Tuning = new Tuning { BatchSize = 500 } },
                client => DurableClient.CommandLine(client, warmUp, events, key.threads),
                pinned: false),
            static key => $"{key.system.Name}, {key.threads} threads");

        var table = new Table("system", "threads", "log call median us", "99.9 % us", "CPU us/event", "drained/s", "bytes/message", "lost");
        var targets = new Targets();
        foreach (var ((form, system, threads), rounds) in results)
        {
            var (median, slow) = (Stage.Of(rounds, static round => round.Client.MedianMicroseconds), Stage.Of(rounds, static round => round.Client.SlowMicroseconds));
            var (cpu, drained) = (Stage.Of(rounds, static round => 1e6 * round.Client.CpuSeconds / round.Client.Events), Stage.Of(rounds, static round => round.Client.DrainedPerSecond));
            var isDurable = system == LoggingSystem.Durable;
            table.Add(
                system.Title,
                Figure.Whole(threads),
                median.Format("F1"),
                slow.Format("F1"),
                cpu.Format("F1"),
                isDurable ? drained.Format("F0") : "-",
                isDurable ? Stage.Of(rounds, static round => round.Client.BytesPerMessage).Format("F0") : "-",
                Figure.Whole(rounds.Sum(round => warmUp + round.Client.Events * (isDurable ? 2 : 1) - round.Server!.Events)));
            if (!isDurable)
                continue;
            if (threads == 1)
            {
                targets.AtMost("log call's median at most 25 us, 1 thread", median.Median, "F1", 25);
                targets.AtLeast("at least 20 000 messages drained a second", drained.Median, "F0", 20_000);
            }

            targets.AtMost($"99.9th percentile at most 1 ms, {threads} threads", slow.Median, "F0", 1000);
            if (threads == 8 && results.TryGetValue((form, LoggingSystem.Seq, threads), out var seq))
                targets.AtMost("CPU per event at most that of Seq's plain sink, 8 threads", cpu.Median, "F1", Stage.Of(seq, static round => 1e6 * round.Client.CpuSeconds / round.Client.Events).Median);
        }

        stage.Print($"Durable: {events} events after {warmUp}, as fast as the threads can; then as many from a backlog.", pinned: false, table, targets);
        return 0;
    }
}
