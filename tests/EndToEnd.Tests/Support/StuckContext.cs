namespace EndToEnd.Tests.Support;

/// <summary>A synchronization context that never pumps: what is posted to it never runs, as on a blocked UI thread.</summary>
sealed class StuckContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
    {
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <summary>Runs an action on a thread of its own that has such a context.</summary>
    public static Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            SetSynchronizationContext(new StuckContext());
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        })
        { IsBackground = true };
        thread.Start();
        return done.Task.WaitAsync(SoonEnough.Limit);
    }
}
