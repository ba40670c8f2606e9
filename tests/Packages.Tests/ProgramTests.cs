using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Packages.Tests.Support;
using RudderStack.Local;
using Xunit.Abstractions;

namespace Packages.Tests;

/// <summary>Programs as users write them, with nothing of ours but the packages: built, run, and what arrives.</summary>
[Collection(SharedPackages.Name)]
public partial class ProgramTests(PackedPackages packages, ITestOutputHelper report)
{
    [Theory]
    [InlineData("Console")]
    [InlineData("Worker")]
    [InlineData("Web")]
    [InlineData("SerilogAspNetCore")]
    [InlineData("Typed")]
    public async Task RunsOnNet10(string program)
    {
        var folder = packages.Prepare(program);
        var built = await BuildAsync(folder, "net10.0");

        var output = await RunAsync(program, built, "dotnet", $"{program}.dll");

        Assert.Contains(".NET 10.", output.Text, StringComparison.Ordinal);
    }

    /// <summary>Published with the runtime of .NET 8, since an SDK brings only its own.</summary>
    [Theory]
    [InlineData("Console")]
    [InlineData("Worker")]
    [InlineData("Web")]
    [InlineData("Typed")]
    public async Task RunsOnNet8(string program)
    {
        var folder = packages.Prepare(program);
        var published = await PublishAsync(folder, "net8.0", "net8.0-published");

        var output = await RunAsync(program, published.Folder, Path.Combine(published.Folder, program));

        Assert.Contains(".NET 8.", output.Text, StringComparison.Ordinal);
    }

    /// <summary>Mono stands in for .NET Framework 4.8: the netstandard2.0 build, and the assemblies of a net48 program.</summary>
    [Theory]
    [InlineData("Console")]
    [InlineData("Worker")]
    [InlineData("Typed")]
    public async Task RunsOnMono(string program)
    {
        var folder = packages.Prepare(program);
        var built = await BuildAsync(folder, "net48");

        // SQLite's provider for .NET Framework loads it through libdl.so, a name that Debian's package of libdl does not have.
        var processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";
        File.CreateSymbolicLink(Path.Combine(built, "libdl.so"), $"/lib/{processor}-linux-gnu/libdl.so.2");

        var output = await RunAsync(program, built, "mono", $"{program}.exe");

        Assert.Contains("Mono", output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net10.0", ".NET 10.")]
    [InlineData("net8.0", ".NET 8.")]
    public async Task ALibraryForNetstandardRunsOnBoth(string target, string runtime)
    {
        packages.Prepare("Library");
        var folder = packages.Prepare("LibraryUser");
        var published = await PublishAsync(folder, target, $"{target}-published");

        var output = await RunAsync("LibraryUser", published.Folder, Path.Combine(published.Folder, "LibraryUser"));

        Assert.Contains(runtime, output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trimmed")]
    [InlineData("aot")]
    public async Task RunsPublishedAs(string kind)
    {
        var folder = packages.Prepare("Typed");
        var published = await PublishAsync(folder, "net10.0", kind, $"-p:PublishAs={kind}");
        var executable = Path.Combine(published.Folder, "Typed");
        var clock = Stopwatch.StartNew();

        await RunAsync("Typed", published.Folder, executable);

        report.WriteLine($"{kind}: {new FileInfo(executable).Length:N0} bytes, {SizeOf(published.Folder):N0} with what lies beside it; {clock.ElapsedMilliseconds} ms from start to end, delivery included.");
        var warnings = published.Output.Text.Split('\n').Where(line => line.Contains("warning IL", StringComparison.Ordinal) && line.Contains("RudderStack", StringComparison.Ordinal));
        Assert.Empty(warnings);
    }

    [Fact]
    public async Task NothingOfTheGeneratorIsThereAtRunTime()
    {
        var folder = packages.Prepare("Typed");
        var built = await BuildAsync(folder, "net10.0");

        Assert.DoesNotContain(
            Directory.GetFiles(built, "*", SearchOption.AllDirectories),
            file => file.EndsWith(".dll", StringComparison.Ordinal) && (file.Contains("TrackingPlans", StringComparison.Ordinal) || file.Contains("YamlDotNet", StringComparison.Ordinal)));
        var dependencies = await File.ReadAllTextAsync(Path.Combine(built, "Typed.deps.json"));
        Assert.DoesNotContain("TrackingPlans", dependencies, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProjectOfTestsUsesTheLocalDataPlaneAndItsPlan()
    {
        packages.Prepare("Typed");
        var folder = packages.Prepare("Tests");
        var received = Path.Combine(folder, "received.json");

        var output = await Command.RunAsync(folder, "dotnet", ["test"], ("RECEIVED", received));

        Assert.Matches(@"Passed:\s+2,", output.Text);
        using var messages = JsonDocument.Parse(await File.ReadAllTextAsync(received));
        Arrived.AssertAsExpected(messages.RootElement.EnumerateArray(), "Tests/expected.json", packages.Version);
    }

    /// <summary>On both: the libraries below the check have an assembly for each.</summary>
    [Theory]
    [InlineData("net10.0", ".NET 10.")]
    [InlineData("net8.0", ".NET 8.")]
    public async Task TheLocalDataPlaneChecksByAPlan(string target, string runtime)
    {
        packages.Prepare("Typed");
        var folder = packages.Prepare("Planned");
        var published = await PublishAsync(folder, target, $"{target}-published");

        var output = await Command.RunAsync(published.Folder, Path.Combine(published.Folder, "Planned"), []);

        Assert.Contains(runtime, output.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Additional-Properties", "Datatype-Mismatch", "Required-Missing", "Unplanned-Event"],
            output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Order(StringComparer.Ordinal));
    }

    // Output beside the program's folder: within, its assemblies would be candidates for the next build's references.
    static async Task<string> BuildAsync(string folder, string target)
    {
        var output = $"{folder}-{target}";
        await Command.DotnetAsync(folder, "build", "-c", "Release", "-f", target, "-o", output);
        return output;
    }

    static async Task<(string Folder, Output Output)> PublishAsync(string folder, string target, string kind, params string[] properties)
    {
        var output = $"{folder}-{kind}";
        return (output, await Command.DotnetAsync(
            folder,
            ["publish", "-c", "Release", "-f", target, "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-o", output, $"-p:ArtifactsPath={output}-build", .. properties]));
    }

    [GeneratedRegex(@"^[^\n]*BatchingSink: caught exception during disposal[^\n]*(\n[^\n]*)?ThreadAbortException[^\n]*\n((?![^\n]*RudderStack)\s+at [^\n]*\n|--- [^\n]*\n)*", RegexOptions.Multiline)]
    private static partial Regex ReportOfAnAbort();

    static long SizeOf(string folder) =>
        Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is not (".dbg" or ".pdb" or ".xml")).Sum(file => new FileInfo(file).Length);

    async Task<Output> RunAsync(string program, string folder, string executable, params string[] arguments)
    {
        await using var dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { KeepBodies = true });

        var output = await Command.RunAsync(folder, executable, arguments, ("RUDDERSTACK_DATA_PLANE_URL", dataPlane.Url));

        // Mono aborts background threads as the process ends, and Serilog reports it if one just ends a batch loop. .NET Framework
        // does not.
        Assert.Equal("", executable == "mono" ? ReportOfAnAbort().Replace(output.Error, "") : output.Error);
        // A report in the log of the program's host.
        Assert.DoesNotContain("Serilog.Sinks.RudderStack[", output.Text, StringComparison.Ordinal);

        // As they were sent: what is stored, a gateway has read and written anew, numbers too.
        var sent = dataPlane.Requests.SelectMany(request => JsonElement.Parse(request.BodyText!).GetProperty("batch").EnumerateArray());
        Arrived.AssertAsExpected(sent, $"{program}/expected.json", packages.Version);
        return output;
    }
}
