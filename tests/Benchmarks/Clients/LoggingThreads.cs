using Benchmarks.Workload;
using Serilog;

namespace Benchmarks.Clients;

/// <summary>Shares the workload among threads.</summary>
static class LoggingThreads
{
    public static void Run(ILogger logger, OrderCompleted workload, int first, int events, int threads)
    {
        var end = first + events;
        if (threads == 1)
        {
            for (var i = first; i < end; i++)
                workload.Log(logger, i);
            return;
        }

        var all = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = first + thread; i < end; i += threads)
                workload.Log(logger, i);
        })).ToArray();
        Array.ForEach(all, static thread => thread.Start());
        Array.ForEach(all, static thread => thread.Join());
    }
}
