using System.Net;
using System.Net.Sockets;
using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;
using Serilog.Sinks.RudderStack;

namespace Benchmarks.Comparisons;

/// <summary>The data plane is down: what the process holds, what its log calls notice, and what a dropped event costs.</summary>
static class OutageComparison
{
    public static readonly string[] Options = [.. Stage.Options, "fill", "events"];

    public static int Run(Arguments arguments)
    {
        using var stage = new Stage(arguments, forms: "property");
        var fill = arguments.Number("fill", 200_000);
        var events = arguments.Count("events", 5_000_000);
        var results = stage.InTurn((form, system) =>
        {
            var tuning = new Tuning { WhenQueueFull = WhenQueueFull.Drop, ShutdownTimeout = TimeSpan.FromSeconds(2), PeerQueueLimit = null };
            var client = new Client { System = system, Form = form, Url = UrlOfNobody(stage.Scheme), Tuning = tuning };
            return stage.RunAlone<OutageReport>(OutageClient.CommandLine(client, fill, events));
        });

        var table = new Table("system", "form", "CPU us/dropped event", "above floor", "heap MB", "after a collection MB", "peak RSS MB", "longest call ms", "x floor", "calls above 10 ms", "close s");
        var targets = new Targets();
        foreach (var ((form, system), reports) in results)
        {
            var (cpu, longest, heap) = (Stage.Of(reports, Cpu), Stage.Of(reports, Longest), Stage.Of(reports, static report => Megabytes(report.MaxHeapBytes)));
            var floor = results.GetValueOrDefault((form, LoggingSystem.Floor));
            var above = floor is null ? 0 : cpu.Median - Stage.Of(floor, Cpu).Median;
            var times = floor is null ? 0 : longest.Median / Stage.Of(floor, Longest).Median;
            table.Add(
                system.Title,
                form.Title,
                cpu.Format("F2"),
                floor is null ? "-" : Figure.Of(above, "F2"),
                heap.Format("F0"),
                Stage.Of(reports, static report => Megabytes(report.MaxLiveBytes)).Format("F0"),
                Stage.Of(reports, static report => Megabytes(report.PeakResidentBytes)).Format("F0"),
                longest.Format("F1"),
                floor is null ? "-" : Figure.Of(times, "F2"),
                Stage.Of(reports, static report => report.SlowCalls).Format("F0"),
                Stage.Of(reports, static report => report.DisposeSeconds).Format("F2"));
            if (system != LoggingSystem.RudderStack)
                continue;
            var limit = Megabytes(reports[0].LimitBytes) * 1.25;
            targets.AtMost($"heap at most the byte limit and a quarter ({Figure.Of(limit, "F0")} MB), {form.Title}", heap.Median, "F0", limit);
            if (floor is null)
                continue;
            targets.AtMost($"longest log call at most 3 times the floor's, {form.Title}", times, "F2", 3);
            targets.AtMost($"at most 0.8 us for a dropped event above the floor, {form.Title}", above, "F2", 0.8);
        }

        stage.Print($"Outage: {events} events after {fill} that fill the queue, while nothing listens; ShutdownTimeout 2 s, nobody is called for what is dropped.", pinned: true, table, targets);
        return 0;
    }

    static double Cpu(OutageReport report) => report.CpuSeconds * 1e6 / report.Events;

    static double Longest(OutageReport report) => report.LongestCallSeconds * 1000;

    static double Megabytes(long bytes) => bytes / 1048576.0;

    // A port that was free a moment ago, and is given back: connections to it are refused.
    static string UrlOfNobody(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"{scheme}://{listener.LocalEndpoint}";
    }
}
