using System.Diagnostics;
using System.Text.Json;

namespace Benchmarks.Processes;

/// <summary>This program once more, under a hidden verb.</summary>
sealed class ChildProcess : IDisposable
{
    readonly Process _process;

    ChildProcess(Process process) => _process = process;

    /// <param name="cores">The cores of this machine.</param>
    /// <param name="mask">Those of the child.</param>
    /// <param name="environment">What is added to its environment.</param>
    /// <param name="arguments">Its command line.</param>
    public static ChildProcess Start(Cores cores, nint mask, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // Under `dotnet Benchmarks.dll` the process is the host, not this program.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ChildProcess(cores.Start(start, mask));
    }

    /// <summary>The next line of its output.</summary>
    /// <param name="limit">How long it may take.</param>
    public string ReadLine(TimeSpan limit)
    {
        var line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(limit))
            throw new TimeoutException($"A child process said nothing for {limit}.");
        return line.Result ?? throw new InvalidOperationException($"A child process ended with code {ExitCode()}.");
    }

    /// <summary>Gives it a line of input.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Ends its input, waits for its end, and reads the report on the last line of its output.</summary>
    /// <param name="limit">How long that may take.</param>
    public T Finish<T>(TimeSpan limit)
    {
        _process.StandardInput.Close();
        var output = _process.StandardOutput.ReadToEndAsync();
        if (!output.Wait(limit))
            throw new TimeoutException($"A child process did not end within {limit}.");
        if (ExitCode() is not 0 and var code)
            throw new InvalidOperationException($"A child process ended with code {code}.");

        var last = output.Result.TrimEnd().Split('\n')[^1];
        return JsonSerializer.Deserialize<T>(last)!;
    }

    public void Dispose()
    {
        // By its own id, and only if it is still there.
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    int ExitCode()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }
}
