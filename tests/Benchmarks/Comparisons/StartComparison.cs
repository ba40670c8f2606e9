using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>What a sink adds to a program's start: until its first log call returns, and until that event is delivered.</summary>
static class StartComparison
{
    public static readonly string[] Options = Stage.Options;

    public static int Run(Arguments arguments)
    {
        using var stage = new Stage(arguments, rounds: 7);
        var results = stage.InTurn((form, system) =>
        {
            var (report, server) = stage.Run<StartReport>(
                new Client { System = system, Form = form }, static client => [StartClient.Verb, .. client.Write()], pinned: true);
            if (server is { Events: not 1 })
                throw new InvalidOperationException($"{system.Name} delivered {server.Events} events instead of one.");
            return report;
        });

        var table = new Table(
            "system", "form", "first call, CPU ms", "above floor", "methods", "above floor", "delivered, CPU ms", "above floor", "methods", "above floor");
        var targets = new Targets();
        foreach (var ((form, system), reports) in results)
        {
            var floor = results.GetValueOrDefault((form, LoggingSystem.Floor));
            List<string> cells = [system.Title, form.Title];
            foreach (var (figure, format) in Figures)
            {
                var samples = Stage.Of(reports, figure);
                cells.Add(samples.Format(format));
                cells.Add(floor is null ? "-" : Figure.Of(samples.Median - Stage.Of(floor, figure).Median, format));
            }

            table.Add([.. cells]);
            if (system != LoggingSystem.RudderStack || floor is null)
                continue;
            targets.AtMost($"first call at most 60 ms above the floor, {form.Title}", Above(LoggedCpu), "F0", 60);
            targets.AtMost($"at most 250 methods above the floor, {form.Title}", Above(LoggedMethods), "F0", 250);

            double Above(Func<StartReport, double> figure) => Stage.Of(reports, figure).Median - Stage.Of(floor, figure).Median;
        }

        stage.Print("Start: one event, then close. CPU and compiled methods of the whole process from its begin.", pinned: true, table, targets);
        return 0;
    }

    static (Func<StartReport, double> Figure, string Format)[] Figures =>
    [
        (LoggedCpu, "F1"), (LoggedMethods, "F0"),
        (static report => report.DeliveredCpuSeconds * 1000, "F1"), (static report => report.DeliveredMethods, "F0"),
    ];

    static double LoggedCpu(StartReport report) => report.LoggedCpuSeconds * 1000;

    static double LoggedMethods(StartReport report) => report.LoggedMethods;
}
