using Benchmarks.Clients;
using Benchmarks.Processes;
using Benchmarks.Server;
using Benchmarks.Systems;

namespace Benchmarks.Comparisons;

/// <summary>One client process with a server process of its own, from start to end.</summary>
/// <param name="Client">What the client cost.</param>
/// <param name="Server">What the server saw; nothing when the system does not send.</param>
sealed record Round(BurstReport Client, ServerReport? Server)
{
    static readonly TimeSpan ClientLimit = TimeSpan.FromMinutes(10);
    static readonly TimeSpan ServerLimit = TimeSpan.FromSeconds(30);

    public double CpuMicroseconds => Client.CpuSeconds * 1e6 / Delivered;

    public double AllocatedBytes => (double)Client.AllocatedBytes / Delivered;

    public double PeakMegabytes => Client.PeakResidentBytes / 1048576.0;

    public double WireBytes => Server is null ? 0 : (double)Server.Bytes / Delivered;

    public long Lost => Client.Events - Delivered;

    long Delivered => Server?.Events ?? Client.Events;

    public static Round Run(Cores cores, nint clientMask, LoggingSystem system, int events, Tuning tuning, int threads = 1, string[]? serverOptions = null)
    {
        if (!system.Sends)
            return new Round(RunClient(cores, clientMask, BurstClient.CommandLine(system, "", events, tuning, threads)), null);

        using var server = ChildProcess.Start(cores, cores.Server, [ServerProcess.Verb, .. serverOptions ?? []]);
        var url = server.ReadLine();
        var client = RunClient(cores, clientMask, BurstClient.CommandLine(system, url, events, tuning, threads));
        return new Round(client, server.Finish<ServerReport>(ServerLimit));
    }

    static BurstReport RunClient(Cores cores, nint mask, string[] commandLine)
    {
        using var client = ChildProcess.Start(cores, mask, commandLine);
        return client.Finish<BurstReport>(ClientLimit);
    }
}
