using Benchmarks.Clients;
using Benchmarks.CommandLine;
using Benchmarks.Comparisons;
using Benchmarks.Micro;
using Benchmarks.Server;

namespace Benchmarks;

static class Verbs
{
    /// <summary>Runs one verb, on the main thread: the only one whose core Linux lets a process choose for its children.</summary>
    public static int Run(string[] args)
    {
        try
        {
            return args.FirstOrDefault() switch
            {
                "burst" => BurstComparison.Run(Arguments.Parse(args, "rounds", "events", "batch-size", "systems")),
                "outage" => OutageComparison.Run(Arguments.Parse(args, "events")),
                "latency" => LatencyComparison.Run(Arguments.Parse(args, "delay-ms", "requests")),
                "threads" => ThreadsComparison.Run(Arguments.Parse(args, "rounds", "events")),
                "micro" => MicroBenchmarks.Run(args[1..]),

                // The child processes of the verbs above.
                ServerProcess.Verb => ServerProcess.Run(Arguments.Parse(args, ServerProcess.Options)),
                BurstClient.Verb => BurstClient.Run(Arguments.Parse(args, BurstClient.Options)),
                OutageClient.Verb => OutageClient.Run(Arguments.Parse(args, OutageClient.Options)),
                { } unknown => throw new UsageException($"There is no verb {unknown}."),
                null => throw new UsageException("A verb is needed."),
            };
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
