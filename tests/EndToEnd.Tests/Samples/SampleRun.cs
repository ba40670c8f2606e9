using System.Diagnostics;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Samples;

/// <summary>One run of a sample that was built with this project.</summary>
sealed record SampleRun(int ExitCode, string Output, string Errors)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1].TrimEnd();

    public static async Task<SampleRun> StartAsync(string sample, params (string Name, string Value)[] environment)
    {
        // bin/<configuration>/<framework> of this project, and so of the sample.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        var assembly = Path.Combine(root.FullName, "samples", sample, "bin", output.Parent.Name, output.Name, sample + ".dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [assembly])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("RUDDERSTACK_WRITE_KEY");
        start.Environment.Remove("RUDDERSTACK_DATA_PLANE_URL");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        try
        {
            var text = process.StandardOutput.ReadToEndAsync(SoonEnough.Token);
            var errors = process.StandardError.ReadToEndAsync(SoonEnough.Token);
            await process.WaitForExitAsync(SoonEnough.Token);
            return new SampleRun(process.ExitCode, await text, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
