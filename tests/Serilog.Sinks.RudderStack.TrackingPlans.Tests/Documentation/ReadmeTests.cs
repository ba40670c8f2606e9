using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RudderStack.Local;
using Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Documentation;

/// <summary>The README of the package: its plan is valid, its code compiles, and what arrives is the JSON that stands there.</summary>
public partial class ReadmeTests
{
    static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void ItsPlanIsValid() => Assert.Empty(PlanIds.Read(Plan()).Faults);

    [Fact]
    public async Task ItsCodeSendsWhatItSays()
    {
        await using var dataPlane = await LocalDataPlane.StartAsync();
        var code = Blocks("csharp");
        var program = code[1].Replace("WRITE_KEY", dataPlane.WriteKey, StringComparison.Ordinal).Replace("https://your-data-plane.example", dataPlane.Url, StringComparison.Ordinal);
        var compiled = Compiled.Of(Plan(), $"using Serilog;\n{code[0]}\nstatic class Use {{ public static async System.Threading.Tasks.Task Run() {{ {WithoutUsings(program)} }} }}");
        Assert.DoesNotContain(compiled.Faults, static fault => fault.Severity == DiagnosticSeverity.Error);

        await (Task)compiled.Load().GetType("MyShop.Use")!.GetMethod("Run")!.Invoke(null, null)!;

        Assert.Equal(2, dataPlane.Messages.Count);
        using var expected = System.Text.Json.JsonDocument.Parse(Blocks("json").Single());
        foreach (var member in expected.RootElement.EnumerateObject())
            Assert.True(System.Text.Json.JsonElement.DeepEquals(member.Value, dataPlane.Messages[0].GetProperty(member.Name)), member.Name);
    }

    [Fact]
    public void EachDiagnosticHasItsRow()
    {
        var ids = typeof(TrackingPlans.Diagnostics).GetFields().Where(static field => field.FieldType == typeof(DiagnosticDescriptor)).Select(static field => ((DiagnosticDescriptor)field.GetValue(null)!).Id);

        Assert.Equal(ids.Concat(["RSTP0001", "RSTP0002"]).Order(), DiagnosticRow().Matches(Text).Select(static match => match.Groups["id"].Value).Order());
    }

    static (string Path, string Text)[] Plan() => [.. Blocks("yaml").Select(static (text, index) => ($"{index}.yaml", text))];

    static string WithoutUsings(string code) => UsingLine().Replace(code, "");

    static List<string> Blocks(string language) => [.. Regex.Matches(Text, $"^```{language}\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Select(static match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^\| (?<id>RSTP[0-9]{4}) \|", RegexOptions.Multiline)]
    private static partial Regex DiagnosticRow();

    [GeneratedRegex(@"^using [\w.]+;$", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
