using System.Net.Sockets;
using RudderStack.Local.Storage;

namespace RudderStack.Local.Tool;

/// <summary>The data plane as a command: runs until it is stopped and reports what arrives.</summary>
static class LocalDataPlaneCommand
{
    const int Success = 0;
    const int CannotListen = 1;
    const int WrongUsage = 2;

    /// <summary>Gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken stop)
    {
        CommandLine line;
        try
        {
            line = CommandLine.Parse(args);
        }
        catch (ArgumentException exception)
        {
            await error.WriteLineAsync($"{exception.Message}\n\n{CommandLine.Usage}").ConfigureAwait(false);
            return WrongUsage;
        }

        if (line.WantsHelp)
        {
            await output.WriteLineAsync(CommandLine.Usage).ConfigureAwait(false);
            return Success;
        }

        try
        {
            await ServeAsync(line, output, stop).ConfigureAwait(false);
            return Success;
        }
        catch (ArgumentException exception)
        {
            // A tracking plan that cannot be loaded: its faults are what there is to read.
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return WrongUsage;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await error.WriteLineAsync($"Cannot listen: {exception.Message}").ConfigureAwait(false);
            return CannotListen;
        }
    }

    static async Task ServeAsync(CommandLine line, TextWriter output, CancellationToken stop)
    {
        var dataPlane = await LocalDataPlane.StartAsync(line.Options, CancellationToken.None).ConfigureAwait(false);
        await using var _ = dataPlane.ConfigureAwait(false);
        line.ApplyTo(dataPlane);
        dataPlane.Recorded += Report;
        await output.WriteLineAsync(
            $"Local data plane on {dataPlane.Url}, write key \"{dataPlane.WriteKey}\". Ctrl+C stops it.{Environment.NewLine}" +
            $"Live events, in a browser: {dataPlane.Url}/").ConfigureAwait(false);
        foreach (var notice in dataPlane.PlanNotices)
            await output.WriteLineAsync(notice).ConfigureAwait(false);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        dataPlane.Recorded -= Report;

        // Requests report from many threads; each report is one write, and Console.Out takes one at a time.
        void Report(ReceivedRequest request, IReadOnlyList<StoredMessage> stored) =>
            output.WriteLine(ConsoleReport.Of(request, stored));
    }
}
