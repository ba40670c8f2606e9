using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Starts senders while there is work, up to <see cref="RudderStackSinkOptions.MaxConcurrentRequests"/>; idle, there are none.</summary>
sealed class Senders
{
    readonly SendQueue _queue;
    readonly Func<BatchSender> _createSender;
    readonly CancellationToken _aborted;

    public Senders(SendQueue queue, Func<BatchSender> createSender, CancellationToken aborted)
    {
        _queue = queue;
        _createSender = createSender;
        _aborted = aborted;
    }

    /// <summary>Tells that there may be work. Returns at once; called on the loop of <c>PeriodicBatchingSink</c>.</summary>
    public void Wake()
    {
        if (!_queue.TryStartSender())
            return;

        // Whatever the waking thread carries (an activity, the marker of a callback) is not the sender's.
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            _ = Task.Run(RunAsync);
    }

    async Task RunAsync()
    {
        DeliveryPath.Enter();
        var sender = _createSender();
        var batch = new Batch();
        while (!_aborted.IsCancellationRequested && _queue.TryTake(batch, out var more))
        {
            if (more)
                Wake();
            await sender.SendAsync(batch.Messages).ConfigureAwait(false);
        }
    }
}
