using System.Text.Json;
using Packages.Tests.Support;

namespace Packages.Tests;

/// <summary>The local data plane as a .NET tool.</summary>
[Collection(SharedPackages.Name)]
public class ToolTests(PackedPackages packages)
{
    static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task TheToolIsInstalledTakesEventsAndStops()
    {
        var tools = Path.Combine(packages.Root, "tools");
        await Command.DotnetAsync(packages.Root, "tool", "install", "RudderStack.LocalDataPlane.Tool", "--version", packages.Version, "--tool-path", tools);
        var program = packages.Prepare("Console");
        var built = $"{program}-for-tool";
        await Command.DotnetAsync(program, "build", "-c", "Release", "-f", "net10.0", "-o", built);

        using var tool = Command.Start(packages.Root, Path.Combine(tools, "rudderstack-local"), ["--urls", "http://127.0.0.1:0", "--plan", Path.Combine(packages.Prepare("Typed"), "tracking")]);
        try
        {
            var errors = tool.StandardError.ReadToEndAsync();
            var line = await tool.StandardOutput.ReadLineAsync().WaitAsync(Soon);
            var url = (line ?? throw new InvalidOperationException(await errors.WaitAsync(Soon))).Split(' ').Single(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(',');
            await Command.RunAsync(built, "dotnet", ["Console.dll"], ("RUDDERSTACK_DATA_PLANE_URL", url));

            using var client = new HttpClient();
            using var messages = JsonDocument.Parse(await client.GetStringAsync($"{url}/local/messages"));
            Arrived.AssertAsExpected(messages.RootElement.EnumerateArray(), "Console/stored.json", packages.Version);

            // The console program knows of no plan.
            Assert.Contains("Additional-Properties", await client.GetStringAsync($"{url}/local/violations"), StringComparison.Ordinal);

            await Command.RunAsync(packages.Root, "kill", ["-TERM", tool.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await tool.WaitForExitAsync().WaitAsync(Soon);
            Assert.Equal(0, tool.ExitCode);
        }
        finally
        {
            if (!tool.HasExited)
                tool.Kill(entireProcessTree: true);
        }
    }
}
