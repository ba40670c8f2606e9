using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

/// <summary>Shows what the generator costs; how long it takes decides nothing. PLAN_EVENTS sets the number of events.</summary>
public class TimeTests(ITestOutputHelper output)
{
    [Fact]
    public void APlanAndOneEditOfIt()
    {
        var events = int.TryParse(Environment.GetEnvironmentVariable("PLAN_EVENTS"), out var number) ? number : 50;
        var plan = PlanOf(events);
        var program = Compiled.Program(Compiled.Anchor("test"));
        Compiled.DriverOf(PlanOf(2)).RunGenerators(program);

        var texts = Compiled.TextsOf(plan);
        var watch = Stopwatch.StartNew();
        var driver = Compiled.DriverOf(texts).RunGenerators(program);
        var first = watch.Elapsed;

        var edited = plan.Select(static file => (file.Path, file.Text.Replace("Sends number 1.", "Sends the number 1.", StringComparison.Ordinal))).ToArray();
        watch.Restart();
        driver = driver.ReplaceAdditionalText(texts[1], Compiled.TextsOf([edited[1]])[0]).RunGenerators(program);
        var edit = watch.Elapsed;

        watch.Restart();
        driver = driver.RunGenerators(Compiled.Program(Compiled.Anchor("test") + "class Other { }"));
        var other = watch.Elapsed;

        output.WriteLine($"{events} events: first {first.TotalMilliseconds:0} ms, one edit of the plan {edit.TotalMilliseconds:0} ms, one edit of the program {other.TotalMilliseconds:0} ms");
        Assert.Equal(events + 1, driver.GetRunResult().Results.Single().GeneratedSources.Length);
        Assert.Single(driver.GetRunResult().GeneratedTrees, static tree => tree.ToString().Contains("Sends the number 1.", StringComparison.Ordinal));
    }

    static (string Path, string Text)[] PlanOf(int events)
    {
        var numbers = Enumerable.Range(0, events).ToArray();
        return PlanFiles.Of(
            [.. Enumerable.Range(0, 200).Select(static number => new { id = $"p{number}", name = $"property_{number}", type = (number % 4) switch { 0 => "string", 1 => "integer", 2 => "number", _ => "boolean" } })],
            [.. numbers.Select(static number => new { id = $"e{number}", name = $"Event {number}", event_type = "track", description = $"Sends number {number}." })],
            [.. numbers.Select(static number => new { type = "event_rule", id = $"r{number}", @event = $"#event:e{number}", properties = Enumerable.Range(0, 8).Select(i => new { property = $"#property:p{((number * 7) + i) % 200}", required = i < 3 }) })]);
    }
}
