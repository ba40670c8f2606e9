using System.Text.Json;
using RudderStack.Local;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Compiling;

/// <summary>Plans as texts: of the folder of cases, or written in a test.</summary>
static class PlanFiles
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Plans");

    public static IEnumerable<string> ValidCases => Directory.GetDirectories(Folder, "valid-*").Select(static path => Path.GetFileName(path)).Order();

    public static IEnumerable<string> InvalidCases => Directory.GetDirectories(Folder, "invalid-*").Select(static path => Path.GetFileName(path)).Order();

    public static (string Path, string Text)[] OfCase(string name) =>
        [.. Directory.GetFiles(Path.Combine(Folder, name), "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Path.Combine(Folder, name), path).Replace('\\', '/'), File.ReadAllText(path)))];

    /// <summary>The four kinds of spec around what a test writes, as JSON, which is YAML.</summary>
    public static (string Path, string Text)[] Of(object[] properties, object[] events, object[] rules, object[]? types = null, string? metadata = null) =>
    [
        ("properties.yaml", Spec("properties", new { properties })),
        ("events.yaml", Spec("events", new { events })),
        ("types.yaml", Spec("custom-types", new { types = types ?? [] })),
        ("plan.yaml", Spec("tracking-plan", new { id = "test", display_name = "Test Plan", rules }, metadata)),
    ];

    /// <summary>Starts a local data plane that knows a plan of these files, which it reads from a folder.</summary>
    public static async Task<LocalDataPlane> StartDataPlaneAsync((string Path, string Text)[] files, string planId)
    {
        var folder = Directory.CreateTempSubdirectory("plan-").FullName;
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            await File.WriteAllTextAsync(Path.Combine(folder, path), text);
        }

        var dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Plan = $"{folder}#{planId}" });
        Directory.Delete(folder, recursive: true);
        return dataPlane;
    }

    static string Spec(string kind, object spec, string? metadata = null) =>
        $"version: rudder/v1\nkind: {kind}\nmetadata: {metadata ?? "{name: test}"}\nspec: {JsonSerializer.Serialize(spec)}\n";
}
