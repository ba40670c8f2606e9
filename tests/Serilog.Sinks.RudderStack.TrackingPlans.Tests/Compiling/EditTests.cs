using Microsoft.CodeAnalysis;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

public class EditTests
{
    [Theory]
    [InlineData("Has a property of every type", "Has one property of every type")]
    [InlineData("description: Any text", "description: Any text at all")]
    public void AnEditThatChangesNoNameMakesTheFileOfItsEventAnew(string old, string edited)
    {
        var before = PlanFiles.OfCase("valid-all-types");
        var after = before.Select(file => (file.Path, file.Text.Replace(old, edited, StringComparison.Ordinal))).ToArray();
        Assert.NotEqual(before, after);

        Assert.StartsWith("Planned.EverythingSent.", Assert.Single(ChangedBy(before, after)), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEditOfASharedTypeMakesThatOneAnew()
    {
        var before = PlanFiles.OfCase("valid-custom-types");
        var after = before.Select(static file => (file.Path, file.Text.Replace("EUR, USD, JPY", "EUR, USD, JPY, GBP", StringComparison.Ordinal))).ToArray();

        Assert.StartsWith("Planned.Currency.", Assert.Single(ChangedBy(before, after, "shop")), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEditOfTheProgramMakesNothingAnew()
    {
        var plan = PlanFiles.OfCase("valid-all-types");
        var driver = Compiled.DriverOf(plan).RunGenerators(Compiled.Program(Compiled.Anchor("all_types")));

        var run = driver.RunGenerators(Compiled.Program(Compiled.Anchor("all_types") + "class Other { }")).GetRunResult().Results.Single();

        Assert.All(run.TrackedSteps[PlanGenerator.FilesStep].SelectMany(static step => step.Outputs), static output => Assert.Contains(output.Reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    static List<string> ChangedBy((string Path, string Text)[] before, (string Path, string Text)[] after, string planId = "all_types")
    {
        var program = Compiled.Program(Compiled.Anchor(planId));
        var texts = Compiled.TextsOf(before);
        var driver = Compiled.DriverOf(texts).RunGenerators(program);
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i].Text != after[i].Text)
                driver = driver.ReplaceAdditionalText(texts[i], Compiled.TextsOf([after[i]])[0]);
        }

        var run = driver.RunGenerators(program).GetRunResult().Results.Single();
        return [.. run.TrackedSteps[PlanGenerator.FilesStep].SelectMany(static step => step.Outputs)
            .Where(static output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
            .Select(static output => ((Writing.GeneratedFile)output.Value).Hint)];
    }
}
