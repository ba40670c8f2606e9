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
    // It has only Dispose for this target, which waits for the loop: on a thread of the pool, as the caller may be the
    // finalizer's thread.
    public static void EndInBackground(this PeriodicBatchingSink batching) => ThreadPool.QueueUserWorkItem(static batching => ((PeriodicBatchingSink)batching!).Dispose(), batching);
#endif
}
