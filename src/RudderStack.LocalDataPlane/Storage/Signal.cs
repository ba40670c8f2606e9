namespace RudderStack.Local.Storage;

/// <summary>Notifies any number of readers that something has changed.</summary>
/// <remarks>
/// A reader takes <see cref="Next"/> first, then reads, then waits: a change after its reading completes the task that
/// it holds already.
/// </remarks>
sealed class Signal
{
    TaskCompletionSource _next = Create();

    /// <summary>Completes at the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Notify() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    // Whoever notifies must not run the readers.
    static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
