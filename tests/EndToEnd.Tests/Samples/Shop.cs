using System.Diagnostics;
using System.Text.Json;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Samples;

/// <summary>The WebShop sample as a process on a free port.</summary>
sealed class Shop : IAsyncDisposable
{
    readonly Process _process;
    readonly Task<string> _rest;
    readonly Task<string> _errors;

    Shop(Process process, string url, string? liveEvents, Task<string> errors)
    {
        _process = process;
        _errors = errors;
        Url = url;
        LiveEvents = liveEvents;
        _rest = process.StandardOutput.ReadToEndAsync();
    }

    public string Url { get; }

    /// <summary>The page of the data plane that the shop started; null if it started none.</summary>
    public string? LiveEvents { get; }

    public static async Task<Shop> StartAsync(params (string Name, string Value)[] environment)
    {
        var process = SampleProcess.Start("WebShop", ["--urls", "http://127.0.0.1:0"], environment);
        try
        {
            var isLocal = environment.Length == 0;
            var errors = process.StandardError.ReadToEndAsync();
            var url = await ReadAsync(process, "Shop on ");
            return new Shop(process, url, isLocal ? await ReadAsync(process, "Live events on ") : null, errors);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>What the data plane that the shop started has stored, once that is a certain number of messages.</summary>
    public async Task<IReadOnlyList<JsonElement>> StoredAsync(int count)
    {
        using var client = new HttpClient { BaseAddress = new Uri(LiveEvents!) };
        var limit = SoonEnough.Token;
        while (true)
        {
            var messages = JsonElement.Parse(await client.GetStringAsync("local/messages", limit)).EnumerateArray().ToList();
            if (messages.Count >= count)
                return messages;
        }
    }

    /// <summary>Stops the shop as a service manager does, and gives what it said.</summary>
    public async Task<SampleRun> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            await kill.WaitForExitAsync(SoonEnough.Token);
        await _process.WaitForExitAsync(SoonEnough.Token);
        return new SampleRun(_process.ExitCode, await _rest, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(SoonEnough.Token);
        _process.Dispose();
    }

    static async Task<string> ReadAsync(Process process, string beginning)
    {
        while (await process.StandardOutput.ReadLineAsync(SoonEnough.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line[beginning.Length..];
        }

        throw new InvalidOperationException($"The shop ended before it said \"{beginning}\".");
    }
}
