using System.Globalization;
using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Systems;
using Benchmarks.Tables;

namespace Benchmarks.Comparisons;

/// <summary>A program logs much and ends at once, while each answer takes its time: what is delivered, and how long it takes.</summary>
static class CloseComparison
{
    public static readonly string[] Options = [.. Stage.Options, "events", "delay-ms", "batch-size"];

    public static int Run(Arguments arguments)
    {
        using var stage = new Stage(arguments, systems: "rudderstack,seq", forms: "property");
        var events = arguments.Count("events", 20_000);
        var delay = arguments.Number("delay-ms", 150);
        var batchSize = arguments.Count("batch-size", 100);
        var keys = (from form in stage.Forms from system in stage.Systems from concurrency in system == LoggingSystem.RudderStack ? [1, 4] : (int[])[1] select (form, system, concurrency)).ToArray();
        var results = stage.InTurn(
            keys,
            key =>
            {
                // What the options say by themselves about the end is what is measured.
                var tuning = new Tuning { BatchSize = batchSize, MaxConcurrentRequests = key.concurrency, ShutdownTimeout = null };
                return stage.RunBurst(
                    new Client { System = key.system, Form = key.form, Tuning = tuning },
                    events,
                    serverOptions: ["--delay-us", (1000 * delay).ToString(CultureInfo.InvariantCulture)]);
            },
            static key => $"{key.system.Name}, {key.concurrency} at a time");

        var table = new Table("system", "form", "requests at a time", "delivered %", "events/request", "close s");
        var targets = new Targets();
        foreach (var ((form, system, concurrency), rounds) in results)
        {
            var delivered = Stage.Of(rounds, static round => 100.0 * round.Delivered / round.Client.Events);
            var close = Stage.Of(rounds, static round => round.Client.CloseSeconds);
            table.Add(
                system.Title,
                form.Title,
                Figure.Whole(concurrency),
                delivered.Format("F1"),
                Stage.Of(rounds, static round => (double)round.Delivered / Math.Max(1, round.Server!.Requests)).Format("F1"),
                close.Format("F1"));
            if (system != LoggingSystem.RudderStack)
                continue;
            targets.AtLeast($"100 % delivered, {concurrency} at a time, {form.Title}", delivered.Median, "F1", 100);
            if (concurrency == 4)
                targets.AtMost($"in at most 10 s with 4 at a time, {form.Title}", close.Median, "F1", 10);
        }

        stage.Print($"Close: {events} events in batches of {batchSize}, then the end; an answer takes {delay} ms. Shutdown options at their defaults.", pinned: true, table, targets);
        return 0;
    }
}
