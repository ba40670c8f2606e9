using System.Diagnostics;
using Benchmarks.Workload;
using Serilog;

namespace Benchmarks.Clients;

/// <summary>Shares the workload among threads, and keeps how long each log call takes.</summary>
sealed class TimedCalls
{
    readonly long[] _sorted;

    TimedCalls(long[] sorted) => _sorted = sorted;

    public int Count => _sorted.Length;

    /// <param name="logger">The logger.</param>
    /// <param name="workload">What is logged.</param>
    /// <param name="first">The number of the first event.</param>
    /// <param name="events">How many events.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="perSecond">How many events in a second, of all threads; as fast as they can when null.</param>
    public static TimedCalls Run(ILogger logger, OrderCompleted workload, int first, int events, int threads, int? perSecond = null)
    {
        var calls = new long[events];
        var started = Stopwatch.GetTimestamp();
        var all = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var i = thread; i < events; i += threads)
            {
                if (perSecond is { } rate && TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(started) is var early && early > TimeSpan.Zero)
                    Thread.Sleep(early);
                var before = Stopwatch.GetTimestamp();
                workload.Log(logger, first + i);
                calls[i] = Stopwatch.GetTimestamp() - before;
            }
        })).ToArray();
        Array.ForEach(all, static thread => thread.Start());
        Array.ForEach(all, static thread => thread.Join());
        Array.Sort(calls);
        return new TimedCalls(calls);
    }

    /// <summary>The duration that a share of the calls does not exceed; 1 for the longest.</summary>
    public double Microseconds(double share) =>
        1e6 * _sorted[Math.Min(_sorted.Length - 1, (int)(share * _sorted.Length))] / Stopwatch.Frequency;
}
