using System.Diagnostics;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Samples;

/// <summary>Starts samples, which are built with this project.</summary>
static class SampleProcess
{
    /// <summary>Starts a sample with its output redirected, and nothing of this machine's environment that would steer it.</summary>
    public static Process Start(string sample, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var assembly = Path.Combine(FolderOf(sample), sample + ".dll");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("RUDDERSTACK_WRITE_KEY");
        start.Environment.Remove("RUDDERSTACK_DATA_PLANE_URL");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Where a sample was built.</summary>
    public static string FolderOf(string sample) => BuiltProject.FolderOf(sample, "samples");
}
