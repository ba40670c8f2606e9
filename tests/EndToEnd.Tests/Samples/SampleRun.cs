using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Samples;

/// <summary>One run of a sample, from start to end.</summary>
sealed record SampleRun(int ExitCode, string Output, string Errors)
{
    public string LastLine => Output.TrimEnd().Split('\n')[^1].TrimEnd();

    public static async Task<SampleRun> StartAsync(string sample, params (string Name, string Value)[] environment)
    {
        using var process = SampleProcess.Start(sample, [], environment);
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
