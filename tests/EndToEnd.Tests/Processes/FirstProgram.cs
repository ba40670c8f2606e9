using System.Diagnostics;
using System.Runtime.InteropServices;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Processes;

/// <summary>A run of the program that a new user may write (<c>tests/FirstProgram</c>), in a process of its own.</summary>
sealed class FirstProgram : IDisposable
{
    public const int SigTerm = 15, SigHup = 1, SigInt = 2;

    readonly Process _process;
    readonly Task<string> _errors;

    FirstProgram(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync(SoonEnough.Token);
    }

    public static FirstProgram Start(params string[] arguments) => new(new ProcessStartInfo(Executable, arguments));

    /// <summary>As <see cref="Start"/>, with a terminal for all that it writes, which then comes together.</summary>
    public static FirstProgram StartInTerminal(params string[] arguments) =>
        new(new ProcessStartInfo("script", ["-q", "-e", "-c", string.Join(" ", [Executable, .. arguments]), "/dev/null"]));

    /// <summary>Waits until the program says that it waits, and sends it a signal.</summary>
    public async Task SignalAsync(int signal)
    {
        // A host writes lines of its own.
        while (await _process.StandardOutput.ReadLineAsync(SoonEnough.Token) is var line && line != "ready")
            Assert.NotNull(line);
        Assert.Equal(0, Kill(_process.Id, signal));
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(SoonEnough.Token);
        var errors = await _errors;
        await _process.WaitForExitAsync(SoonEnough.Token);
        return (_process.ExitCode, output, errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // The app host, not dotnet: the signal is for the program.
    static string Executable { get; } = Path.Combine(BuiltProject.FolderOf("FirstProgram"), "FirstProgram");

    [DllImport("libc", EntryPoint = "kill")]
    static extern int Kill(int process, int signal);
}
