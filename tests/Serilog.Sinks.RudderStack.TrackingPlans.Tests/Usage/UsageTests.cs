using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Usage;

public class UsageTests
{
    static readonly (string Path, string Text)[] Names = PlanFiles.Of(
        [new { id = "a", name = "a", type = "string" }],
        [new { id = "one", name = "Order Completed", event_type = "track" }, new { id = "two", name = "Order Cancelled", event_type = "track" }, new { id = "three", name = "Signed Up", event_type = "track" }],
        [new { type = "event_rule", id = "r1", @event = "#event:one" }, new { type = "event_rule", id = "r2", @event = "#event:two" }, new { type = "event_rule", id = "r3", @event = "#event:three" }]);

    static readonly (string Path, string Text)[] Rules = PlanFiles.Of(
        [
            new { id = "text", name = "text", type = "string", config = new { min_length = 2, max_length = 4 } },
            new { id = "sku", name = "sku", type = "string", config = new { pattern = "^[A-Z]{3}$" } },
            new { id = "odd", name = "odd", type = "string", config = new { pattern = "(" } },
            new { id = "email", name = "email", type = "string", config = new { format = "email" } },
            new { id = "day", name = "day", types = new[] { "string", "null" }, config = new { format = "date", min_length = 1 } },
            new { id = "ip", name = "ip", type = "string", config = new { format = "ipv4" } },
            new { id = "count", name = "count", type = "integer", config = new { minimum = 1, maximum = 10, multiple_of = 3 } },
            new { id = "price", name = "price", type = "number", config = new { exclusive_minimum = 0, exclusive_maximum = 100.5, multiple_of = 0.01 } },
            new { id = "tags", name = "tags", type = "array", item_type = "string", config = new { min_items = 1, max_items = 2 } },
            new { id = "colour", name = "colour", type = "string", config = new { @enum = new[] { "red", "blue" } } },
            new { id = "size", name = "size", type = "#custom-type:size" },
            new { id = "either", name = "either", types = new[] { "string", "integer" }, config = new { maximum = 5 } },
        ],
        [new { id = "one", name = "One", event_type = "track" }],
        [new { type = "event_rule", id = "r", @event = "#event:one", properties = new[] { "text", "sku", "odd", "email", "day", "ip", "count", "price", "tags", "colour", "size", "either" }.Select(static id => new { property = $"#property:{id}" }) }],
        [new { id = "size", name = "Size", type = "string", config = new { max_length = 2 } }]);

    [Theory]
    [InlineData("serilog.Track(\"u\", \"Order Complted\")", "\"Order Completed\"")]
    [InlineData("serilog.Track(\"u\", \"order completed\", new { A = 1 })", "\"Order Completed\"")]
    [InlineData("serilog.Track(\"u\", eventName: \"Order_Completed\", properties: new { A = 1 })", "\"Order Completed\"")]
    [InlineData("serilog.Track(\"u\", \"Order Complete\", new System.Text.Json.Nodes.JsonObject())", "\"Order Completed\"")]
    [InlineData("microsoft.Track(\"u\", \"Signed up!\")", "\"Signed Up\"")]
    [InlineData("microsoft.Track(\"u\", \"Signed-Up\", new { A = 1 })", "\"Signed Up\"")]
    [InlineData("serilog.Track(\"u\", Name)", "\"Order Cancelled\"")]
    [InlineData("serilog.Track(\"u\", $\"{Name}\")", "\"Order Cancelled\"")]
    [InlineData("serilog.Track(\"u\", nameof(SignedUp))", "\"Signed Up\"")]
    [InlineData("serilog.Track(\"u\", \"Something else entirely\")", "Add it to the plan")]
    [InlineData("Serilog.RudderStackLoggerExtensions.Track(serilog, \"u\", \"Order Complted\")", "\"Order Completed\"")]
    public async Task AnEventThatNoPlanHasIsReported(string call, string says)
    {
        var fault = Assert.Single(await NamesAsync($"{call};"));

        Assert.Equal("RSTP4001", fault.Id);
        Assert.Contains(says, fault.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serilog.Track(\"u\", \"Order Completed\")")]
    [InlineData("serilog.Track(\"u\", \"Signed Up\", new { A = 1 })")]
    [InlineData("serilog.Track(\"u\", other)")]
    [InlineData("serilog.Track(\"u\", \"Order \" + other)")]
    [InlineData("serilog.TrackOrderCompleted(\"u\")")]
    [InlineData("serilog.Page(\"u\", \"Order Complted\")")]
    [InlineData("new Own().Track(\"u\", \"Order Complted\")")]
    public async Task WhatIsPlannedOrNotKnownIsNot(string call) => Assert.Empty(await NamesAsync($"{call};"));

    [Fact]
    public async Task WithoutAnAnchorNothingIsReported()
    {
        var compiled = Compiled.Of(Names, "using Serilog; class C { void M(ILogger log) { log.Track(\"u\", \"Anything\"); } }");

        Assert.Empty(await compiled.AnalyzeAsync(Names));
    }

    [Fact]
    public async Task NamesOfAllAnchorsAreKnown()
    {
        var plan = PlanFiles.OfCase("valid-event-kinds");
        var compiled = Compiled.Of(plan, Compiled.Anchor("web_plan", "Web") + Compiled.Anchor("mobile_plan", "Mobile") + "class C { void M(Serilog.ILogger log) { Serilog.RudderStackLoggerExtensions.Track(log, \"u\", \"heartbeat\"); Serilog.RudderStackLoggerExtensions.Track(log, \"u\", \"app.opened\"); Serilog.RudderStackLoggerExtensions.Track(log, \"u\", \"App Opened\"); } }");

        Assert.Contains("\"app.opened\"", Assert.Single(await compiled.AnalyzeAsync(plan)).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Text = \"abc\"", null)]
    [InlineData("Text = \"ab\"", null)]
    [InlineData("Text = \"abcd\"", null)]
    [InlineData("Text = \"a\"", "at least 2 characters")]
    [InlineData("Text = \"abcde\"", "at most 4 characters")]
    [InlineData("Text = \"🎉🎉🎉🎉\"", null)]
    [InlineData("Text = Long", "at most 4 characters")]
    [InlineData("Text = other", null)]
    [InlineData("Text = null", null)]
    [InlineData("Size = \"XXL\"", "at most 2 characters")]
    [InlineData("Sku = \"ABC\"", null)]
    [InlineData("Sku = \"abc\"", "matches ^[A-Z]{3}$")]
    [InlineData("Odd = \"x\"", null)]
    [InlineData("Email = \"a@b.co\"", null)]
    [InlineData("Email = \"a@b\"", "format email")]
    [InlineData("Email = \"a\"", "format email")]
    [InlineData("Day = \"2024-02-29\"", null)]
    [InlineData("Day = \"29.02.2024\"", "format date")]
    [InlineData("Ip = \"192.0.2.1\"", null)]
    [InlineData("Ip = \"192.0.2\"", "format ipv4")]
    [InlineData("Count = 3", null)]
    [InlineData("Count = 0", "at least 1")]
    [InlineData("Count = 12", "at most 10")]
    [InlineData("Count = 4", "multiple of 3")]
    [InlineData("Count = (short)4", "multiple of 3")]
    [InlineData("Price = 0.01m", null)]
    [InlineData("Price = 100.49", null)]
    [InlineData("Price = 0", "above 0")]
    [InlineData("Price = 100.5", "below 100.5")]
    [InlineData("Price = 100.5m", "below 100.5")]
    [InlineData("Price = 1.001m", "multiple of 0.01")]
    [InlineData("Price = -1L", "above 0")]
    [InlineData("Price = double.NaN", "a number that JSON has")]
    [InlineData("Tags = [\"a\"]", null)]
    [InlineData("Tags = []", "at least 1 items")]
    [InlineData("Tags = [\"a\", \"b\", \"c\"]", "at most 2 items")]
    [InlineData("Tags = [\"a\", ..others, \"c\"]", null)]
    [InlineData("Tags = new[] { \"a\", \"b\", \"c\" }", "at most 2 items")]
    [InlineData("Tags = others", null)]
    [InlineData("Colour = Program.Planned.Colour.Blue", null)]
    [InlineData("Colour = (Program.Planned.Colour)0", "values of the enum Colour")]
    [InlineData("Colour = (Program.Planned.Colour)3", "values of the enum Colour")]
    [InlineData("Colour = default(Program.Planned.Colour)", "values of the enum Colour")]
    [InlineData("Either = 5", null)]
    [InlineData("Either = 6", "at most 5")]
    [InlineData("Either = \"text\"", null)]
    public async Task AConstantThatBreaksARuleIsReported(string member, string? says)
    {
        foreach (var statement in new[] { $"_ = new Program.Planned.One {{ {member} }};", $"var one = new Program.Planned.One(); one.{member};", $"Program.PlannedLoggerExtensions.TrackOne(serilog, \"u\", new() {{ {member} }});" })
        {
            var faults = await AnalyzeAsync(Rules, statement);

            if (says is null)
            {
                Assert.Empty(faults);
                continue;
            }

            var fault = Assert.Single(faults);
            Assert.Equal("RSTP4002", fault.Id);
            Assert.Contains(says, fault.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.EndsWith(fault.Location.SourceTree!.GetText().ToString(fault.Location.SourceSpan), member, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("new Program.Planned.LevelUp.FirstLevels((Program.Planned.LevelUp.FirstLevels.Value)3) { Reason = \"r\" }", true)]
    [InlineData("new Program.Planned.LevelUp.FirstLevels(Program.Planned.LevelUp.FirstLevels.Value._2) { Reason = \"r\" }", false)]
    [InlineData("new Program.Planned.Paid.ByCard { CardLast4 = \"42\", Total = 1 }", true)]
    [InlineData("new Program.Planned.Paid.ByCard { CardLast4 = \"4242\", Total = 1 }", false)]
    public async Task TheValueOfADiscriminatorAndMembersOfCasesAreChecked(string creation, bool isFault) =>
        Assert.Equal(isFault ? ["RSTP4002"] : [], (await AnalyzeAsync(PlanFiles.OfCase("valid-variants"), $"_ = {creation};", planId: "variants")).Select(static fault => fault.Id));

    [Theory]
    [InlineData("new Program.Planned.OrderCompleted { Plan = \"Free\" }", "plan", false)]
    [InlineData("new Program.Planned.OrderCompleted { OrderId = \"1\" }", "plan", true)]
    [InlineData("new Program.Planned.OrderCompleted()", "plan", true)]
    [InlineData("new Program.Planned.GroupTraits()", "employees", true)]
    [InlineData("new Program.Planned.GroupTraits { Employees = 0 }", "employees", false)]
    [InlineData("new Program.Planned.ScreenProperties()", "", false)]
    public async Task ARequiredMemberIsReportedWhereTheLanguageDoesNotKnowIt(string creation, string key, bool isFault)
    {
        var faults = await AnalyzeAsync(PlanFiles.OfCase("valid-event-kinds"), $"var made = {creation};", "mobile_plan", "netstandard2.0", LanguageVersion.CSharp8);

        Assert.Equal(isFault ? ["RSTP4003"] : [], faults.Select(static fault => fault.Id));
        if (isFault)
            Assert.Contains($"requires {key}: set", faults[0].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var made = new Program.Planned.OrderCompleted(); made.Plan = \"Free\";", false)]
    [InlineData("Program.Planned.OrderCompleted made; made = new Program.Planned.OrderCompleted(); if (other == \"\") { made.Plan = \"Free\"; }", false)]
    [InlineData("var first = new Program.Planned.OrderCompleted(); var made = new Program.Planned.OrderCompleted { Plan = \"x\" }; made.Plan = \"Free\";", true)]
    [InlineData("Program.PlannedLoggerExtensions.TrackOrderCompleted(serilog, \"u\", new Program.Planned.OrderCompleted());", true)]
    public async Task AMemberThatIsSetLaterIsSet(string statements, bool isFault) =>
        Assert.Equal(isFault ? ["RSTP4003"] : [], (await AnalyzeAsync(PlanFiles.OfCase("valid-event-kinds"), statements, "mobile_plan", "netstandard2.0", LanguageVersion.CSharp8)).Select(static fault => fault.Id));

    [Fact]
    public async Task WhereTheLanguageKnowsRequiredMembersTheCompilerReportsThem() =>
        Assert.Empty(await AnalyzeAsync(PlanFiles.OfCase("valid-event-kinds"), "_ = new Program.Planned.ScreenProperties();", "mobile_plan"));

    [Theory]
    [InlineData("invalid-wrong-types")]
    [InlineData("invalid-cyclic-types")]
    [InlineData("invalid-envelope")]
    public async Task ABrokenPlanIsTheGeneratorsToReport(string plan)
    {
        var compiled = Compiled.Of(PlanFiles.OfCase(plan), Compiled.Anchor("t") + "class C { void M(Serilog.ILogger log) { Serilog.RudderStackLoggerExtensions.Track(log, \"u\", \"Sent\"); _ = new C(); } }");

        Assert.DoesNotContain(await compiled.AnalyzeAsync(PlanFiles.OfCase(plan)), static fault => fault.Id.StartsWith("AD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatAFaultOfThePlanMayHideIsNoUnplannedEvent()
    {
        var whole = Compiled.Of(Names, SourceOf("test", "serilog.Track(\"u\", \"Order Shipped\");"));
        (string Path, string Text)[] broken = [.. Names, ("more.yaml", "a: [")];

        Assert.Equal(["RSTP4001"], (await whole.AnalyzeAsync(Names)).Select(static fault => fault.Id));
        Assert.Empty(await whole.AnalyzeAsync(broken));
    }

    [Fact]
    public async Task WithAnAnchorWhosePlanIsNotThereNamesAreNotKnown() =>
        Assert.Empty(await Compiled.Of(Names, SourceOf("test", "serilog.Track(\"u\", \"Order Shipped\");") + Compiled.Anchor("absent", "Absent")).AnalyzeAsync(Names));

    [Fact]
    public async Task ANameOfTwoLinesIsOneSuggestion()
    {
        var plan = PlanFiles.Of([], [new { id = "one", name = "Order\nCompleted", event_type = "track" }], [new { type = "event_rule", id = "r1", @event = "#event:one" }]);

        var fault = Assert.Single(await AnalyzeAsync(plan, "serilog.Track(\"u\", \"Order Completed\");"));

        Assert.Equal("No tracking plan has the event \"Order Completed\". Planned is \"Order\\nCompleted\".", fault.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(["Order\nCompleted"], fault.Properties.Values);
    }

    static Task<IReadOnlyList<Diagnostic>> NamesAsync(string statements) => AnalyzeAsync(Names, statements);

    internal static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync((string Path, string Text)[] plan, string statements, string planId = "test", string framework = Compiled.Newest, LanguageVersion version = LanguageVersion.Latest)
    {
        var compiled = Compiled.Of(plan, SourceOf(planId, statements), framework, version);
        Assert.DoesNotContain(compiled.Faults, static fault => fault.Severity == DiagnosticSeverity.Error);
        return await compiled.AnalyzeAsync(plan);
    }

    internal static string SourceOf(string planId, string statements) => $$"""
        using System;
        using Program;
        using Serilog;
        using Microsoft.Extensions.Logging;
        {{Compiled.Anchor(planId)}}
        class Own { public void Track(string userId, string eventName) { } }
        class Uses
        {
            const string Name = "Order Canceled";
            const string Long = "abc" + "de";
            void SignedUp() { }
            void Run(Serilog.ILogger serilog, Microsoft.Extensions.Logging.ILogger microsoft, string other, string[] others)
            {
                {{statements}}
            }
        }
        """;
}
