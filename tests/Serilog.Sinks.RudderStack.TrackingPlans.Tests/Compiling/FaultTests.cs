using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

public class FaultTests
{
    static readonly (string Path, string Text)[] Shop = PlanFiles.OfCase("valid-custom-types");

    [Theory]
    [InlineData("static class Shop { }", "it is not partial")]
    [InlineData("partial class Shop { }", "it is not static")]
    [InlineData("class Shop { }", "it is not static, it is not partial")]
    [InlineData("static partial class Shop<T> { }", "it is generic")]
    [InlineData("file static partial class Shop { }", "it is local to its file")]
    public void AnAnchorThatCannotHoldTypesIsReported(string declaration, string problem)
    {
        var compiled = Compiled.Of(Shop, $"[Serilog.Sinks.RudderStack.TrackingPlan(\"shop\")] {declaration}");

        var fault = Assert.Single(compiled.Generated);
        Assert.Equal("RSTP2001", fault.Id);
        Assert.Contains(problem, fault.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("Shop", TextAt(fault, compiled));
        Assert.Empty(compiled.Files);
    }

    [Fact]
    public void AnAnchorInAnotherClassIsReported()
    {
        var compiled = Compiled.Of(Shop, "static partial class Outer { [Serilog.Sinks.RudderStack.TrackingPlan(\"shop\")] static partial class Shop { } }");

        Assert.Contains("it is nested in another class", Assert.Single(compiled.Generated).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnchorForAPlanThatIsNotThereNamesThoseThatAre()
    {
        var compiled = Compiled.Of(PlanFiles.OfCase("valid-event-kinds"), Compiled.Anchor("web"));

        var fault = Assert.Single(compiled.Generated);
        Assert.Equal("RSTP2002", fault.Id);
        Assert.Equal("There is no tracking plan \"web\". There are: mobile_plan, web_plan.", fault.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal("Planned", TextAt(fault, compiled));
    }

    [Fact]
    public void AnAnchorWithoutAnyPlanIsToldHowToAddOne() =>
        Assert.Contains("<RudderStackPlan Include=", Assert.Single(Compiled.Of([], Compiled.Anchor("shop")).Generated).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [Theory]
    [InlineData("namespace Keyword.@event.@class", "static partial class Shop")]
    [InlineData("namespace Keyword", "static partial class @event")]
    [InlineData("namespace Serilog.Sinks", "public static partial class Shop")]
    [InlineData("namespace System.String", "static partial class Object")]
    public void AnyNamespaceAndNameWillDo(string space, string declaration)
    {
        var compiled = Compiled.Of(Shop, $"{space} {{ /** <summary>A plan.</summary> */ [global::Serilog.Sinks.RudderStack.TrackingPlan(\"shop\")] {declaration} {{ }} }}");

        Assert.Empty(compiled.Generated);
        Assert.DoesNotContain(compiled.Faults, static one => one.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void AnAttributeAtTwoPartsOfAClassIsTheCompilersToReport()
    {
        var compiled = Compiled.Of(Shop, Compiled.Anchor("shop") + Compiled.Anchor("shop"));

        Assert.Empty(compiled.Generated);
        Assert.Equal(["CS0579"], compiled.Faults.Select(static fault => fault.Id));
    }

    [Fact]
    public void AnEventWithTwoRulesKeepsItsName()
    {
        var compiled = Compiled.Of(
            PlanFiles.Of([], [new { id = "one", name = "One", event_type = "track" }], [new { type = "event_rule", id = "r1", @event = "#event:one" }, new { type = "event_rule", id = "r2", @event = "#event:one" }]),
            Compiled.Anchor("test") + "class C { void M(Serilog.ILogger log) => Program.PlannedLoggerExtensions.TrackOne(log, \"u\"); }");

        Assert.Equal("RSTP1004", Assert.Single(compiled.Generated).Id);
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void TheGlobalNamespaceWillDo() =>
        Assert.Empty(Compiled.Of(Shop, "[Serilog.Sinks.RudderStack.TrackingPlan(\"shop\")] static partial class Shop { }").Faults);

    [Fact]
    public void TwoAnchorsOfOneNamespaceThatShareAnEventGetAWarning()
    {
        var compiled = Compiled.Of(PlanFiles.OfCase("valid-event-kinds"), Compiled.Anchor("web_plan", "Web") + Compiled.Anchor("mobile_plan", "Mobile") + """
            /// <summary>Calls.</summary>
            class Calls
            {
                void Call(Serilog.ILogger logger)
                {
                    Program.WebLoggerExtensions.TrackOrderCompleted(logger, "u", new() { OrderId = "1" });
                    Program.MobileLoggerExtensions.TrackOrderCompleted(logger, "u", new() { Plan = "1" });
                }
            }
            """);

        var fault = Assert.Single(compiled.Generated);
        Assert.Equal("RSTP3005", fault.Id);
        Assert.Contains("share events", fault.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void AFaultIsReportedAtTheLineOfTheYaml()
    {
        var compiled = Compiled.Of(PlanFiles.OfCase("invalid-reference-nowhere"), Compiled.Anchor("t"));

        var fault = Assert.Single(compiled.Generated);
        Assert.Equal("RSTP1005", fault.Id);
        Assert.Equal("plan.yaml(14,12)", $"{fault.Location.GetLineSpan().Path}({fault.Location.GetLineSpan().StartLinePosition.Line + 1},{fault.Location.GetLineSpan().StartLinePosition.Character + 1})");
    }

    [Fact]
    public void WhatNoFaultTouchesIsStillGenerated()
    {
        var compiled = Compiled.Of(
            PlanFiles.Of(
                [new { id = "good", name = "good", type = "string" }, new { id = "bad", name = "bad", type = "text" }, new { id = "of_bad", name = "of_bad", type = "#custom-type:bad_type" }],
                [new { id = "one", name = "One", event_type = "track" }, new { id = "two", name = "Two", event_type = "track" }, new { id = "three", name = "Three", event_type = "track" }, new { id = "four", name = "Four", event_type = "track" }],
                [
                    new { type = "event_rule", id = "r1", @event = "#event:one", properties = new object[] { new { property = "#property:good" } } },
                    new { type = "event_rule", id = "r2", @event = "#event:two", properties = new object[] { new { property = "#property:bad" } } },
                    new { type = "event_rule", id = "r3", @event = "#event:three", properties = new object[] { new { property = "#property:of_bad" } } },
                    new { type = "event_rule", id = "r4", @event = "#event:four", properties = new object[] { new { property = "#property:nowhere" } } },
                ],
                [new { id = "bad_type", name = "BadType", type = "object", properties = new object[] { new { property = "#property:bad" } } }]),
            Compiled.Anchor("test"));

        Assert.Equal(2, compiled.Generated.Count(static one => one.Severity == DiagnosticSeverity.Error));
        Assert.Empty(compiled.Faults);
        Assert.NotNull(compiled.Compilation.GetTypeByMetadataName("Program.Planned+One"));
        Assert.Null(compiled.Compilation.GetTypeByMetadataName("Program.Planned+Two"));
        Assert.Null(compiled.Compilation.GetTypeByMetadataName("Program.Planned+Three"));
        Assert.Null(compiled.Compilation.GetTypeByMetadataName("Program.Planned+Four"));
        Assert.Null(compiled.Compilation.GetTypeByMetadataName("Program.Planned+BadType"));
    }

    [Theory]
    [InlineData("track", "traits", "Track")]
    [InlineData("identify", "properties", "Identify")]
    [InlineData("group", "properties", "Group")]
    [InlineData("page", "traits", "Page")]
    [InlineData("screen", "traits", "Screen")]
    public void ASectionThatNoCallWritesIsReported(string kind, string section, string call)
    {
        object planned = kind == "track" ? new { id = "one", name = "One", event_type = kind } : new { id = "one", event_type = kind };
        var compiled = Compiled.Of(
            PlanFiles.Of([], [planned], [new { type = "event_rule", id = "r", @event = "#event:one", identity_section = section, additional_properties = true }]),
            Compiled.Anchor("test"));

        var fault = Assert.Single(compiled.Generated);
        Assert.Equal("RSTP3002", fault.Id);
        Assert.Contains($"no {call} call", fault.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void AMemberOfTheAnchorsOwnKeepsItsName()
    {
        var compiled = Compiled.Of(Shop, """
            namespace Program
            {
                /// <summary>A plan.</summary>
                [Serilog.Sinks.RudderStack.TrackingPlan("shop")]
                static partial class Shop { internal const string OrderCompleted = "x"; internal class Money { } }
            }
            """);

        Assert.Empty(compiled.Faults);
        Assert.NotNull(compiled.Compilation.GetTypeByMetadataName("Program.Shop+_OrderCompleted"));
    }

    [Fact]
    public void PropertiesOfOneNameInOneListAreOneMemberAndAWarning()
    {
        var compiled = Compiled.Of(
            PlanFiles.Of(
                [new { id = "text", name = "size", type = "string" }, new { id = "number", name = "size", type = "number" }],
                [new { id = "one", name = "One", event_type = "track" }],
                [new { type = "event_rule", id = "r", @event = "#event:one", properties = new object[] { new { property = "#property:text" }, new { property = "#property:number", required = true } } }]),
            Compiled.Anchor("test") + """
            /// <summary>Calls.</summary>
            class Calls
            {
                object Large = new Program.Planned.One { Size = "large" };
                object Number = new Program.Planned.One { Size = 42.5m };
            }
            """);

        Assert.Equal("RSTP3003", Assert.Single(compiled.Generated).Id);
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void AValueInTwoCasesIsTakenByTheFirst()
    {
        var compiled = Compiled.Of(
            PlanFiles.Of(
                [new { id = "kind", name = "kind", type = "string" }, new { id = "a", name = "a", type = "string" }, new { id = "b", name = "b", type = "string" }],
                [new { id = "one", name = "One", event_type = "track" }],
                [
                    new
                    {
                        type = "event_rule", id = "r", @event = "#event:one", properties = new object[] { new { property = "#property:kind" } },
                        variants = new object[]
                        {
                            new
                            {
                                type = "discriminator", discriminator = "#property:kind",
                                cases = new object[]
                                {
                                    new { display_name = "First", match = new[] { "x", "y" }, properties = new object[] { new { property = "#property:a" } } },
                                    new { display_name = "Second", match = new[] { "y", "z" }, properties = new object[] { new { property = "#property:b" } } },
                                },
                            },
                        },
                    },
                ]),
            Compiled.Anchor("test") + """
            /// <summary>Calls.</summary>
            class Calls
            {
                object First = new Program.Planned.One.First(Program.Planned.One.First.Value.Y) { A = "a", B = "b" };
                object Second = new Program.Planned.One.Second { B = "b" };
                object Other = new Program.Planned.One.Other(null);
            }
            """);

        Assert.Equal("RSTP3004", Assert.Single(compiled.Generated).Id);
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void TextsOfAPlanCannotLeaveTheirPlace()
    {
        const string Text = "Ends */ a comment </summary> <see cref=\"x\"/> & \" \\ \u2028 \u0085 {0} {Order} @\"\r\n#endif\n";
        var compiled = Compiled.Of(
            PlanFiles.Of(
                [new { id = "a", name = "a", type = "string", description = Text, config = new { @enum = new[] { Text, "\"", "\\u0041", "*/" } } }, new { id = "b", name = Text.Trim()[..60], type = "string" }],
                [new { id = "one", name = "*/ \" \\ </summary> \u2028{0}", event_type = "track", description = "D" + Text }],
                [new { type = "event_rule", id = "r", @event = "#event:one", properties = new object[] { new { property = "#property:a" }, new { property = "#property:b" } } }]),
            Compiled.Anchor("test"));

        Assert.Empty(compiled.Generated);
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void APlanOfThousandsOfEventsCompiles()
    {
        var numbers = Enumerable.Range(0, 2_000).ToArray();
        var compiled = Compiled.Of(
            PlanFiles.Of(
                [new { id = "a", name = "a", type = "string" }],
                [.. numbers.Select(static number => new { id = $"e{number}", name = $"Event {number}", event_type = "track" })],
                [.. numbers.Select(static number => new { type = "event_rule", id = $"r{number}", @event = $"#event:e{number}", properties = new object[] { new { property = "#property:a" } } })]),
            Compiled.Anchor("test"));

        Assert.Empty(compiled.Generated);
        Assert.Equal(2_001, compiled.Files.Count());
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void EventsWhoseNamesDifferInCaseAloneHaveFilesOfTheirOwn()
    {
        var compiled = Compiled.Of(
            PlanFiles.Of([], [new { id = "a", name = "URL", event_type = "track" }, new { id = "b", name = "url", event_type = "track" }], [
                new { type = "event_rule", id = "r1", @event = "#event:a" }, new { type = "event_rule", id = "r2", @event = "#event:b" }]),
            Compiled.Anchor("test"));

        Assert.Empty(compiled.Faults);
        Assert.Equal(3, compiled.Files.Select(static file => file.Hint.ToUpperInvariant()).Distinct().Count());
    }

    static string TextAt(Diagnostic fault, Compiled compiled) =>
        compiled.Compilation.SyntaxTrees.First().GetText().ToString(fault.Location.SourceSpan);
}
