using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Serilog.Sinks.RudderStack.TrackingPlans.CodeFixes;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Usage;

public class FixTests
{
    static readonly (string Path, string Text)[] Plan = PlanFiles.Of(
        [new { id = "a", name = "a", type = "string" }, new { id = "b", name = "b", type = "integer" }],
        [new { id = "one", name = "Order Completed", event_type = "track" }, new { id = "two", name = "Order \"Compiled\"", event_type = "track" }],
        [new { type = "event_rule", id = "r1", @event = "#event:one", properties = new object[] { new { property = "#property:a", required = true }, new { property = "#property:b", required = true } } }, new { type = "event_rule", id = "r2", @event = "#event:two" }]);

    [Fact]
    public async Task APlannedNameTakesThePlaceOfAMisspeltOne()
    {
        var fixes = await FixAsync(new UnplannedEventFix(), "serilog.Track(\"u\", /* here */ \"Order Complted\" /* there */);");

        Assert.Equal(
            [
                ("Use the planned event \"Order Completed\"", "serilog.Track(\"u\", /* here */ \"Order Completed\" /* there */);"),
                ("Use the planned event \"Order \"Compiled\"\"", "serilog.Track(\"u\", /* here */ \"Order \\\"Compiled\\\"\" /* there */);"),
            ],
            fixes);
    }

    [Fact]
    public async Task WithoutANearNameThereIsNothingToFix() =>
        Assert.Empty(await FixAsync(new UnplannedEventFix(), "serilog.Track(\"u\", \"Something else entirely\");"));

    [Theory]
    [InlineData("var made = new Planned.OrderCompleted();", "var made = new Planned.OrderCompleted() { A = default, B = default };")]
    [InlineData("var made = new Planned.OrderCompleted { };", "var made = new Planned.OrderCompleted { A = default, B = default };")]
    [InlineData("var made = new Planned.OrderCompleted { B = 1 };", "var made = new Planned.OrderCompleted { B = 1, A = default };")]
    [InlineData("serilog.TrackOrderCompleted(\"u\", new Planned.OrderCompleted { A = \"a\" });", "serilog.TrackOrderCompleted(\"u\", new Planned.OrderCompleted { A = \"a\", B = default });")]
    public async Task RequiredMembersAreAdded(string code, string expected)
    {
        var (title, fixedCode) = Assert.Single(await FixAsync(new MissingMemberFix(), code, "netstandard2.0", LanguageVersion.CSharp8));

        Assert.Equal("Add the required members", title);
        Assert.Equal(Squeezed(expected), Squeezed(fixedCode));
    }

    [Theory]
    [InlineData(
        "var made = new Planned.OrderCompleted\n        {\n            A = \"a\", // why\n            // and so\n        };",
        "var made = new Planned.OrderCompleted\n        {\n            A = \"a\", // why\n            B = default\n            // and so\n        };")]
    [InlineData(
        "var made = new Planned.OrderCompleted\n        {\n            A = \"a\" // why\n        };",
        "var made = new Planned.OrderCompleted\n        {\n            A = \"a\", // why\n            B = default\n        };")]
    [InlineData("var made = new Planned.OrderCompleted { /* nothing yet */ };", "var made = new Planned.OrderCompleted { /* nothing yet */ A = default, B = default };")]
    [InlineData("var made = new Planned.OrderCompleted() /* end */;", "var made = new Planned.OrderCompleted() { A = default, B = default } /* end */;")]
    public async Task CommentsAndLinesStayWhereMembersAreAdded(string code, string expected) =>
        Assert.Equal(expected, Assert.Single(await FixAsync(new MissingMemberFix(), code, "netstandard2.0", LanguageVersion.CSharp8)).Code.ReplaceLineEndings("\n"));

    static string Squeezed(string code) => string.Concat(code.Where(static c => !char.IsWhiteSpace(c)));

    static async Task<IReadOnlyList<(string Title, string Code)>> FixAsync(CodeFixProvider provider, string statements, string framework = Compiled.Newest, LanguageVersion version = LanguageVersion.Latest)
    {
        var source = UsageTests.SourceOf("test", statements);
        var fault = Assert.Single(await UsageTests.AnalyzeAsync(Plan, statements, "test", framework, version));
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject("Program", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(version))
            .AddDocument("Program.cs", source);

        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, fault.Location.SourceSpan, [fault], (action, _) => actions.Add(action), CancellationToken.None));

        var results = new List<(string, string)>();
        foreach (var action in actions)
        {
            var changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None))).ChangedSolution;
            var text = (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
            var before = source.IndexOf(statements, StringComparison.Ordinal);
            results.Add((action.Title, text[before..^(source.Length - before - statements.Length)]));
        }

        return results;
    }
}
