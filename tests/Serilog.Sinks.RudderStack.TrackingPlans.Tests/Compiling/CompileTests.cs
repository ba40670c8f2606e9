using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

public class CompileTests
{
    static readonly (string Framework, LanguageVersion Version)[] Targets =
    [
        ("net48", LanguageVersion.CSharp7_3),
        ("net48", LanguageVersion.Latest),
        ("netstandard2.0", LanguageVersion.CSharp7_3),
        ("netstandard2.0", LanguageVersion.CSharp8),
        ("net8.0", LanguageVersion.CSharp10),
        ("net8.0", LanguageVersion.CSharp12),
        ("net10.0", LanguageVersion.Latest),
    ];

    public static TheoryData<string, string, LanguageVersion> All
    {
        get
        {
            var data = new TheoryData<string, string, LanguageVersion>();
            foreach (var plan in PlanFiles.ValidCases)
            {
                foreach (var (framework, version) in Targets)
                    data.Add(plan, framework, version);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void EachValidPlanCompilesWithoutAWarning(string plan, string framework, LanguageVersion version)
    {
        foreach (var id in PlanIds.OfCase(plan))
        {
            var compiled = Compiled.Of(PlanFiles.OfCase(plan), Compiled.Anchor(id), framework, version);

            Assert.Empty(compiled.Faults);
            Assert.DoesNotContain(compiled.Generated, static one => one.Severity == DiagnosticSeverity.Error);
            Assert.NotEmpty(compiled.Files);
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void AnInvalidPlanIsReportedAndWhatIsGeneratedCompiles(string plan)
    {
        var compiled = Compiled.Of(PlanFiles.OfCase(plan), Compiled.Anchor("t"));

        Assert.Contains(compiled.Generated, static one => one.Severity == DiagnosticSeverity.Error);
        Assert.Empty(compiled.Faults);
    }

    public static TheoryData<string> Invalid => new(PlanFiles.InvalidCases);

    [Theory]
    [MemberData(nameof(Valid))]
    public void EqualInputGivesEqualBytes(string plan)
    {
        var files = PlanFiles.OfCase(plan);
        var source = string.Concat(PlanIds.OfCase(plan).Select((id, index) => Compiled.Anchor(id, "Planned" + index)));

        var first = Compiled.Of(files, source).Files.ToList();
        var second = Compiled.Of([.. files.Reverse()], source).Files.ToList();

        Assert.Equal(first.OrderBy(static file => file.Hint, StringComparer.Ordinal), second.OrderBy(static file => file.Hint, StringComparer.Ordinal));
        Assert.Equal(first.Count, first.Select(static file => file.Hint.ToUpperInvariant()).Distinct().Count());
    }

    public static TheoryData<string> Valid => new(PlanFiles.ValidCases);

    [Fact]
    public void WithoutAnAnchorNothingIsGenerated() =>
        Assert.Empty(Compiled.Of(PlanFiles.OfCase("valid-all-types"), "class C { }").Files);
}
