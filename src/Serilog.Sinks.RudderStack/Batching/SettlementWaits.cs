namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The flushes of one lane that wait until what was added before them is settled.</summary>
/// <remarks>
/// Batches are settled in the order in which messages were added, so two counts say what a flush waits for. A flush that is
/// cancelled leaves at once: any number of them costs later settlements nothing. Guarded by the lock of the lane.
/// </remarks>
sealed class SettlementWaits
{
    readonly object _lock;
    readonly LinkedList<Wait> _waits = new();
    long _added;
    long _settled;

    /// <param name="laneLock">The lock of the lane.</param>
    public SettlementWaits(object laneLock) => _lock = laneLock;

    /// <summary>Whether something is left to settle. The caller holds the lock.</summary>
    public bool HasWork => _added != _settled;

    /// <summary>Counts a message. The caller holds the lock.</summary>
    public void Added() => _added++;

    /// <summary>Counts messages as settled, and ends the waits that this completes.</summary>
    /// <returns>Whether nothing is left to settle.</returns>
    public bool Settled(int count)
    {
        List<Wait>? done = null;
        bool isIdle;
        lock (_lock)
        {
            _settled += count;
            isIdle = _added == _settled;
            while (_waits.First is { } first && first.Value.UpTo <= _settled)
            {
                _waits.RemoveFirst();
                (done ??= []).Add(first.Value);
            }
        }

        done?.ForEach(static wait => wait.Completion.TrySetResult(true));
        return isIdle;
    }

    /// <summary>Ends when everything that has been added so far is settled.</summary>
    public Task WhenSettledAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<Wait> node;
        lock (_lock)
        {
            if (_added == _settled)
                return Task.CompletedTask;
            node = _waits.AddLast(new Wait(_added));
        }

        return WaitAsync(node, cancellationToken);
    }

    async Task WaitAsync(LinkedListNode<Wait> node, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(() => Cancel(node, cancellationToken)))
            await node.Value.Completion.Task.ConfigureAwait(false);
    }

    void Cancel(LinkedListNode<Wait> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (node.List is not null)
                _waits.Remove(node);
        }

        node.Value.Completion.TrySetCanceled(cancellationToken);
    }

    sealed class Wait
    {
        public Wait(long upTo) => UpTo = upTo;

        public long UpTo { get; }

        // Continuations are the user's code and must not run on the lane that settled the last message.
        public TaskCompletionSource<bool> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
