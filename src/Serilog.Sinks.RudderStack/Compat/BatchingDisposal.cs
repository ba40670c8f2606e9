using Serilog.Sinks.PeriodicBatching;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Ends a <see cref="PeriodicBatchingSink"/> without holding a thread while its loop ends, where it can be had.</summary>
static class BatchingDisposal
{
#if NET8_0_OR_GREATER
    public static ValueTask EndAsync(this PeriodicBatchingSink batching) => batching.DisposeAsync();
#else
    // It has only Dispose for this target.
    public static ValueTask EndAsync(this PeriodicBatchingSink batching)
    {
        batching.Dispose();
        return default;
    }
#endif
}
