using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Comparisons;
using Benchmarks.Micro;
using Benchmarks.Server;

namespace Benchmarks;

static class Verbs
{
    static readonly Dictionary<string, (string[] Options, Func<Arguments, int> Run)> All = new()
    {
        ["steady"] = (BurstComparison.Options, BurstComparison.RunSteady),
        ["cold"] = (BurstComparison.Options, BurstComparison.RunCold),
        ["start"] = (StartComparison.Options, StartComparison.Run),
        ["service"] = (ServiceComparison.Options, ServiceComparison.Run),
        ["close"] = (CloseComparison.Options, CloseComparison.Run),
        ["outage"] = (OutageComparison.Options, OutageComparison.Run),
        ["latency"] = (LatencyComparison.Options, LatencyComparison.Run),
        ["gateway"] = (GatewayComparison.Options, GatewayComparison.Run),
        ["durable"] = (DurableComparison.Options, DurableComparison.Run),
        ["memory"] = (BurstComparison.Options, BurstComparison.RunMemory),

        // The child processes of the verbs above.
        [ServerProcess.Verb] = (ServerProcess.Options, ServerProcess.Run),
        [BurstClient.Verb] = (BurstClient.Options, BurstClient.Run),
        [StartClient.Verb] = (Client.Options, StartClient.Run),
        [ServiceClient.Verb] = (ServiceClient.Options, ServiceClient.Run),
        [DurableClient.Verb] = (DurableClient.Options, DurableClient.Run),
        [OutageClient.Verb] = (OutageClient.Options, OutageClient.Run),
    };

    /// <summary>Runs one verb, on the main thread: the only one whose core Linux lets a process choose for its children.</summary>
    public static int Run(string[] args)
    {
        try
        {
            if (args is [])
                throw new UsageException("A verb is needed.");
            if (args[0] == "micro")
                return MicroBenchmarks.Run(args[1..]);
            return All.TryGetValue(args[0], out var verb)
                ? verb.Run(Arguments.Parse(args, verb.Options))
                : throw new UsageException($"There is no verb {args[0]}.");
        }
        catch (UsageException fault)
        {
            Console.Error.WriteLine(fault.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(Usage.Text);
            return 2;
        }
    }
}
