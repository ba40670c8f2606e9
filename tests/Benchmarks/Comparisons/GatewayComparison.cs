using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>A server that takes as long as rudder-server's gateway: the throughput of the defaults, and of several requests at a time.</summary>
static class GatewayComparison
{
    public static readonly string[] Options = [.. Stage.Options, "events", "delay-us", "delay-per-event-us"];

    static readonly (LoggingSystem System, string Title, Tuning Tuning)[] Variants =
    [
        (LoggingSystem.Floor, "-", new Tuning()),
        (LoggingSystem.RudderStack, "defaults", new Tuning { BatchSize = null }),
        (LoggingSystem.RudderStack, "4 at a time, batches of 250", new Tuning { BatchSize = 250, MaxConcurrentRequests = 4 }),
        (LoggingSystem.Seq, "defaults (batches of 1000)", new Tuning { BatchSize = null }),
    ];

    public static int Run(Arguments arguments)
    {
        using var stage = new Stage(arguments, forms: "property");
        var events = arguments.Count("events", 200_000);

        // Measured on rudder-server 1.83.0 with PostgreSQL: it gathers before it writes, however small a request is.
        string[] delays = ["--delay-us", arguments.Text("delay-us", "14000"), "--delay-per-event-us", arguments.Text("delay-per-event-us", "36")];
        var keys = (from form in stage.Forms from variant in Variants where stage.Systems.Contains(variant.System) select (form, variant)).ToArray();
        var results = stage.InTurn(
            keys,
            key => stage.RunBurst(new Client { System = key.variant.System, Form = key.form, Tuning = key.variant.Tuning }, events, warmUp: events / 2, serverOptions: delays),
            static key => $"{key.variant.System.Name}, {key.variant.Title}");

        var table = new Table("system", "options", "form", "events/s", "events/request", "CPU us/event", "lost");
        var targets = new Targets();
        foreach (var ((form, variant), rounds) in results)
        {
            var (throughput, cpu) = (Stage.Of(rounds, static round => round.Server?.EventsPerSecond ?? 0), Stage.Of(rounds, static round => round.CpuMicroseconds));
            var sends = variant.System.Sends;
            table.Add(
                variant.System.Title,
                variant.Title,
                form.Title,
                sends ? throughput.Format("F0") : "-",
                sends ? Stage.Of(rounds, static round => (double)round.Delivered / Math.Max(1, round.Server!.Requests)).Format("F1") : "-",
                cpu.Format("F2"),
                sends ? Figure.Whole(rounds.Sum(static round => round.Lost)) : "-");
            if (variant.System != LoggingSystem.RudderStack)
                continue;
            var least = variant.Tuning.MaxConcurrentRequests == 1 ? 12_000 : 24_000;
            targets.AtLeast($"at least {least} events per second, {variant.Title}, {form.Title}", throughput.Median, "F0", least);
            targets.AtMost($"at most 10 us of CPU per event, {variant.Title}, {form.Title}", cpu.Median, "F2", 10);
        }

        stage.Print($"Gateway: {events} events after {events / 2} to warm up; an answer takes {delays[1]} us and {delays[3]} us for each event.", pinned: true, table, targets);
        return 0;
    }
}
