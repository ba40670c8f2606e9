namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>One flush in waiting. Counted under the ledger's lock, completed outside it.</summary>
sealed class FlushWait
{
    // Continuations are the user's code and must not run on the sender that settled the last message.
    readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly long _upTo;
    int _left;

    /// <param name="upTo">The last message that it waits for.</param>
    /// <param name="pending">The number of messages up to there that are pending now.</param>
    public FlushWait(long upTo, int pending)
    {
        _upTo = upTo;
        _left = pending;
    }

    public bool IsDone => _left == 0;

    public void Settled(long sequence)
    {
        if (sequence <= _upTo)
            _left--;
    }

    public void Complete() => _settled.TrySetResult(true);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(() => _settled.TrySetCanceled(cancellationToken)))
            await _settled.Task.ConfigureAwait(false);
    }
}
