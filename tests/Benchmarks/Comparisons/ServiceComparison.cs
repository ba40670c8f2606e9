using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>A web application that logs at a steady rate, unpinned: what it costs, and what the log calls notice.</summary>
static class ServiceComparison
{
    public static readonly string[] Options = [.. Stage.Options, "rate", "threads", "warm-up", "seconds"];

    public static int Run(Arguments arguments)
    {
        using var stage = new Stage(arguments, forms: "property");
        var (rate, threads) = (arguments.Count("rate", 2_000), arguments.Count("threads", 16));
        var (warmUp, seconds) = (arguments.Number("warm-up", 30), arguments.Count("seconds", 60));
        var results = stage.InTurn((form, system) => stage.Run<ServiceReport>(
            new Client { System = system, Form = form }, client => ServiceClient.CommandLine(client, threads, rate, warmUp, seconds), pinned: false));

        var table = new Table("system", "form", "CPU, % of a core", "above floor", "log call median us", "99.9 % us", "x floor", "longest us", "lost");
        var targets = new Targets();
        foreach (var ((form, system), rounds) in results)
        {
            var (cpu, slow) = (Stage.Of(rounds, Cpu), Stage.Of(rounds, Slow));
            var floor = results.GetValueOrDefault((form, LoggingSystem.Floor));
            var above = floor is null ? 0 : cpu.Median - Stage.Of(floor, Cpu).Median;
            var times = floor is null ? 0 : slow.Median / Stage.Of(floor, Slow).Median;
            table.Add(
                system.Title,
                form.Title,
                cpu.Format("F2"),
                floor is null ? "-" : Figure.Of(above, "F2"),
                Stage.Of(rounds, static round => round.Client.MedianMicroseconds).Format("F1"),
                slow.Format("F1"),
                floor is null ? "-" : Figure.Of(times, "F2"),
                Stage.Of(rounds, static round => round.Client.LongestMicroseconds).Format("F0"),
                system.Sends ? Figure.Whole(rounds.Sum(static round => round.Client.Events - round.Server!.Events)) : "-");
            if (system != LoggingSystem.RudderStack || floor is null)
                continue;
            targets.AtMost($"at most 3 % of a core above the floor, {form.Title}", above, "F2", 3);
            targets.AtMost($"99.9th percentile of the log call at most 3 times the floor's, {form.Title}", times, "F2", 3);
        }

        stage.Print($"Service: {rate} events per second from {threads} threads of a web application, {seconds} s after {warmUp} s.", pinned: false, table, targets);
        return 0;
    }

    static double Cpu((ServiceReport Client, Server.ServerReport? Server) round) => 100 * round.Client.CpuSeconds / round.Client.WallSeconds;

    static double Slow((ServiceReport Client, Server.ServerReport? Server) round) => round.Client.SlowMicroseconds;
}
