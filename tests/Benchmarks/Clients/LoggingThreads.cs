using Benchmarks.Workload;
using Serilog;

namespace Benchmarks.Clients;

/// <summary>Shares the workload among threads.</summary>
static class LoggingThreads
{
    public static void Run(ILogger logger, int events, int threads)
    {
        var workload = new OrderCompleted();
        if (threads == 1)
        {
            for (var i = 0; i < events; i++)
                workload.Log(logger, i);
            return;
        }

        var all = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = thread; i < events; i += threads)
                workload.Log(logger, i);
        })).ToArray();
        Array.ForEach(all, static thread => thread.Start());
        Array.ForEach(all, static thread => thread.Join());
    }
}
