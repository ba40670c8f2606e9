using Serilog.Events;
using Serilog.Sinks.PeriodicBatching;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The end of <c>PeriodicBatchingSink</c>: passes each batch on to the senders and returns at once.</summary>
/// <remarks>
/// It neither waits for delivery nor throws: after an exception <c>PeriodicBatchingSink</c> would present the same batch
/// again, and after ten it would empty its queue. Retrying is the transport's work.
/// </remarks>
sealed class PresentedBatches : IBatchedLogEventSink
{
    readonly SendQueue _queue;
    readonly Action _wakeSenders;

    public PresentedBatches(SendQueue queue, Action wakeSenders)
    {
        _queue = queue;
        _wakeSenders = wakeSenders;
    }

    public Task EmitBatchAsync(IEnumerable<LogEvent> batch)
    {
        _queue.Add(batch);
        _wakeSenders();
        return Task.CompletedTask;
    }

    public Task OnEmptyBatchAsync() => Task.CompletedTask;

    /// <summary>Names the sink in what <c>PeriodicBatchingSink</c> writes to <c>SelfLog</c>.</summary>
    public override string ToString() => "RudderStack";
}
