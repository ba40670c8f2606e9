using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

/// <summary>Whatever a plan is, the compiler does not crash, and what is generated compiles.</summary>
public class BadInputTests
{
    const int Mutations = 60;

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, int.TryParse(Environment.GetEnvironmentVariable("PLAN_MUTATIONS"), out var mutations) ? mutations : Mutations));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AMutilatedPlanGivesFaultsOrCodeThatCompiles(int seed)
    {
        var random = new Random(seed);
        var cases = PlanFiles.ValidCases.ToArray();
        var name = cases[seed % cases.Length];
        var files = PlanFiles.OfCase(name);
        for (var i = 0; i <= random.Next(3); i++)
        {
            var which = random.Next(files.Length);
            files[which].Text = Mutilated(files[which].Text, random);
        }

        var source = string.Concat(PlanIds.OfCase(name).Select((id, index) => Compiled.Anchor(id, "Planned" + index)));
        var compiled = Compiled.Of(files, source);

        Assert.DoesNotContain(compiled.Generated, static one => one.Id == "CS8785");
        Assert.Empty(compiled.Faults);
    }

    [Theory]
    [InlineData("🎉", 16)]
    [InlineData("注", 21)]
    [InlineData("ж", 32)]
    [InlineData("م", 32)]
    [InlineData("e\u0301", 21)]
    [InlineData("\u200B", 21)]
    [InlineData("\u202E", 21)]
    [InlineData("\"", 64)]
    [InlineData("\\", 64)]
    [InlineData("/* ", 21)]
    [InlineData("a_", 32)]
    [InlineData("1", 64)]
    [InlineData("\t", 64)]
    [InlineData("\u2028", 21)]
    [InlineData("𝒳", 16)]
    public void ANameOf64BytesOfAnyScriptCompiles(string part, int count)
    {
        var name = string.Concat(Enumerable.Repeat(part, count));
        var property = string.Concat(Enumerable.Repeat(part, 20)).Trim();
        var compiled = Compiled.Of(
            PlanFiles.Of(
                [new { id = "a", name = property.Length == 0 ? "a" : property, type = "string", config = new { @enum = new[] { name, part } } }],
                [new { id = "one", name, event_type = "track" }, new { id = "two", name = part, event_type = "track" }],
                [new { type = "event_rule", id = "r1", @event = "#event:one", properties = new object[] { new { property = "#property:a" } } }, new { type = "event_rule", id = "r2", @event = "#event:two" }]),
            Compiled.Anchor("test"));

        Assert.DoesNotContain(compiled.Generated, static one => one.Severity == DiagnosticSeverity.Error);
        Assert.Empty(compiled.Faults);
        Assert.Equal(4, compiled.Files.Count());
    }

    [Fact]
    public void CustomTypesInCustomTypesCompileAtAnyDepth()
    {
        const int Depth = 300;
        var compiled = Compiled.Of(
            PlanFiles.Of(
                [.. Enumerable.Range(0, Depth).Select(static level => new { id = $"p{level}", name = $"level_{level}", type = $"#custom-type:t{level}" })],
                [new { id = "one", name = "One", event_type = "track" }],
                [new { type = "event_rule", id = "r", @event = "#event:one", properties = new object[] { new { property = "#property:p0" } } }],
                [.. Enumerable.Range(0, Depth).Select(static level => new { id = $"t{level}", name = $"Type{level}", type = "object", config = new { additional_properties = false }, properties = level + 1 < Depth ? new object[] { new { property = $"#property:p{level + 1}" } } : [] })]),
            Compiled.Anchor("test"));

        Assert.Empty(compiled.Generated);
        Assert.Empty(compiled.Faults);
    }

    [Fact]
    public void AFileThatCannotBeReadIsReported()
    {
        var program = Compiled.Program(Compiled.Anchor("test"));
        var run = Compiled.DriverOf([new Unreadable()]).RunGenerators(program).GetRunResult();

        Assert.Contains(run.Diagnostics, static fault => fault.Id == "RSTP1001" && fault.Location.GetLineSpan().Path == "gone.yaml" && fault.GetMessage(CultureInfo.InvariantCulture) == "The file cannot be read.");
        Assert.Null(run.Results.Single().Exception);
    }

    [Theory]
    [InlineData("nowhere.yaml", "RSTP0001", "there is no file nowhere.yaml")]
    [InlineData("nowhere/plan.yaml", "RSTP0001", "there is no file nowhere/plan.yaml")]
    [InlineData("folder", "RSTP0002", "folder is a folder")]
    [InlineData("folder/plan.yaml", null, "")]
    [InlineData("nowhere/**/*.y*ml", null, "")]
    public async Task AnIncludeThatLeadsNowhereStopsTheBuild(string include, string? id, string says)
    {
        var folder = Directory.CreateTempSubdirectory("plan-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "folder"));
        await File.WriteAllTextAsync(Path.Combine(folder, "folder", "plan.yaml"), "");
        var targets = Path.Combine(AppContext.BaseDirectory, "Serilog.Sinks.RudderStack.TrackingPlans.targets");
        await File.WriteAllTextAsync(Path.Combine(folder, "a.proj"), $"""<Project><ItemGroup><RudderStackPlan Include="{include}" /></ItemGroup><Import Project="{targets}" /></Project>""");

        using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", "a.proj", "-nologo", "-t:CheckRudderStackPlans", "-nodeReuse:false"]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);

        Assert.Equal(id is null ? 0 : 1, build.ExitCode);
        if (id is not null)
            Assert.Contains($"error {id}: RudderStackPlan: {says}", output, StringComparison.Ordinal);
    }

    // As an editor shows it while somebody types, and worse.
    static string Mutilated(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var line = random.Next(lines.Count);
        switch (random.Next(7))
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(line, lines[random.Next(lines.Count)]);
                break;
            case 2:
                lines[line] = lines[line][..random.Next(lines[line].Length + 1)];
                break;
            case 3:
                lines[line] = "  " + lines[line];
                break;
            case 4:
                return text[..random.Next(text.Length)];
            case 5:
                var at = random.Next(text.Length);
                return new StringBuilder(text).Remove(at, 1).ToString();
            default:
                const string Odd = "{}[]:#&*!|>'\"%@`,-? \t\0\uFEFF\u0085";
                return text.Insert(random.Next(text.Length), Odd[random.Next(Odd.Length)].ToString());
        }

        return string.Join('\n', lines);
    }

    sealed class Unreadable : AdditionalText
    {
        public override string Path => "gone.yaml";

        public override SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }
}
