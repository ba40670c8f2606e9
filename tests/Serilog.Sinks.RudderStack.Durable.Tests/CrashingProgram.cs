using System.Diagnostics;
using EndToEnd.Tests.Support;

namespace Serilog.Sinks.RudderStack.Durable.Tests;

/// <summary>A process that logs from several threads until it is killed, and notes what its log calls have returned for.</summary>
sealed class CrashingProgram : IDisposable
{
    /// <summary>As in its options.</summary>
    public const int Lanes = 2;
    public const int BatchSize = 50;

    readonly Process _process;
    readonly string _notes;
    readonly string _prefix;

    public CrashingProgram(string url, string outbox, string notes, string prefix, int threads = 4, int users = 5, int? fileLimitKilobytes = null)
    {
        (_notes, _prefix) = (notes, prefix);
        string[] command = [Executable(), url, outbox, notes, prefix, $"{threads}", $"{users}"];

        // A signal that is ignored makes a write fail as on a full disk.
        if (fileLimitKilobytes is { } limit)
            command = ["/bin/bash", "-c", $"trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f {limit}; exec \"$0\" \"$@\"", .. command];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => Errors += line.Data + "\n";
        _process.BeginErrorReadLine();
        Assert.Equal("ready", _process.StandardOutput.ReadLine());
    }

    public string Errors { get; private set; } = "";

    public int Id => _process.Id;

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Lets it close its logger and end.</summary>
    public void End()
    {
        _process.StandardInput.WriteLine();
        _process.WaitForExit();
    }

    /// <summary>The ids of all messages whose log call has returned.</summary>
    public IReadOnlyList<string> Noted() =>
        [.. Directory.GetFiles(Path.GetDirectoryName(_notes)!, $"{Path.GetFileName(_notes)}.{_prefix}.*").SelectMany(File.ReadAllLines)];

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    static string Executable() =>
        Path.Combine(BuiltProject.FolderOf("CrashingProgram"), OperatingSystem.IsWindows() ? "CrashingProgram.exe" : "CrashingProgram");
}
