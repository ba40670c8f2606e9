using Serilog.Sinks.PeriodicBatching;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Ends a <see cref="PeriodicBatchingSink"/> without waiting for its loop.</summary>
static class BatchingDisposal
{
#if NET8_0_OR_GREATER
    public static void EndInBackground(this PeriodicBatchingSink batching) => _ = EndAsync(batching);

    // Signals the loop at once and needs no thread while it ends.
    static async Task EndAsync(PeriodicBatchingSink batching) => await batching.DisposeAsync().ConfigureAwait(false);
#else
    const int SmallStack = 256 * 1024;

    // It has only Dispose for this target, which waits for the loop, which needs a thread of the pool: those of many sinks that
    // are forgotten at once would fill the pool with waiting threads. The caller may be the finalizer's thread, and must not fail.
    public static void EndInBackground(this PeriodicBatchingSink batching)
    {
        try
        {
            new Thread(() => End(batching), SmallStack) { IsBackground = true, Name = "RudderStack batching end" }.Start();
        }
        catch (Exception)
        {
            // No thread to be had: one of the pool waits.
            ThreadPool.QueueUserWorkItem(static batching => End((PeriodicBatchingSink)batching!), batching);
        }
    }

    // It reports what it caught to SelfLog, whose output is the user's and may throw: nobody is left to whom that matters.
    static void End(PeriodicBatchingSink batching)
    {
        try
        {
            batching.Dispose();
        }
        catch (Exception)
        {
        }
    }
#endif
}
