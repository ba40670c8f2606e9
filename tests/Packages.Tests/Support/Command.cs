using System.Diagnostics;
using System.Text;

namespace Packages.Tests.Support;

/// <summary>Runs a program to its end.</summary>
static class Command
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Gives what it wrote; a failure of the program is one of the test, with all that it wrote.</summary>
    public static async Task<Output> RunAsync(string folder, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, program, arguments, environment);
        using var limit = new CancellationTokenSource(Limit);
        var how = "";
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            how = $", killed after {Limit}";
        }

        // A child that outlives the program would hold its pipes.
        var written = new Output(await output.WaitAsync(Limit), await error.WaitAsync(Limit));
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}{how}:\n{written.Text}\n{written.Error}");
        return written;
    }

    /// <summary>The command of the SDK that runs the tests.</summary>
    public static Task<Output> DotnetAsync(string folder, params string[] arguments) => RunAsync(folder, "dotnet", arguments);

    public static Process Start(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test run sets for its own MSBuild is not for another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "Configuration").ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["NuGetAudit"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    static async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
            text.Append(line).Append('\n');
        return text.ToString();
    }
}

/// <summary>What a program wrote.</summary>
sealed record Output(string Text, string Error);
