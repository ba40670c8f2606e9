using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Usage;

public class LaterAssignmentTests
{
    [Theory]
    [InlineData("switch (other) { case \"a\": var made = new Program.Planned.OrderCompleted(); made.Plan = \"Free\"; break; }", false)]
    [InlineData("Program.Planned.OrderCompleted made = (new Program.Planned.OrderCompleted()); made.Plan = \"Free\";", false)]
    [InlineData("var made = new Program.Planned.OrderCompleted(); Fill(made); void Fill(Program.Planned.OrderCompleted one) { one.Plan = \"Free\"; }", false)]
    [InlineData("var made = new Program.Planned.OrderCompleted(); Program.PlannedLoggerExtensions.TrackOrderCompleted(serilog, \"u\", made);", true)]
    [InlineData("var made = new Program.Planned.OrderCompleted(); serilog.TrackOrderCompleted(\"u\", made);", true)]
    [InlineData("var made = new Program.Planned.OrderCompleted(); made.OrderId = \"1\";", true)]
    [InlineData("var made = new Program.Planned.OrderCompleted(); { made.Plan = \"Free\"; }", false)]
    public async Task OnlyWhatNoLineMaySetIsMissing(string statements, bool isFault) =>
        Assert.Equal(isFault ? ["RSTP4003"] : [], (await UsageTests.AnalyzeAsync(PlanFiles.OfCase("valid-event-kinds"), statements, "mobile_plan", "netstandard2.0", LanguageVersion.CSharp8)).Select(static fault => fault.Id));

    [Theory]
    [InlineData("made.Plan = \"Free\";", false)]
    [InlineData("Named.PlannedLoggerExtensions.TrackOrderCompleted((Serilog.ILogger)null!, \"u\", made);", true)]
    public async Task StatementsAtTheTopAreABlock(string statement, bool isFault)
    {
        // A program of statements has a class Program.
        var plan = PlanFiles.OfCase("valid-event-kinds");
        var source = $"var made = new Named.Planned.OrderCompleted(); {statement} {Compiled.Anchor("mobile_plan").Replace("namespace Program", "namespace Named", StringComparison.Ordinal)}";
        var compiled = Compiled.Of(plan, source, "netstandard2.0", LanguageVersion.CSharp9);

        Assert.Equal(isFault ? ["RSTP4003"] : [], (await compiled.AnalyzeAsync(plan)).Select(static fault => fault.Id));
    }
}
