namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Threads that belong to the senders and may therefore wait for an answer.</summary>
static class SenderThread
{
    [ThreadStatic]
    static bool _isCurrent;

    /// <summary>Whether the caller runs on such a thread.</summary>
    public static bool IsCurrent => _isCurrent;

    /// <summary>Starts one, in the background: it does not keep the process alive.</summary>
    public static void Start(Action run)
    {
        // With a stack of the usual size: callbacks of the user run on it, and one that is too deep for it ends the process.
        var thread = new Thread(Run) { IsBackground = true, Name = "Serilog.Sinks.RudderStack" };

        // Whatever the starting thread carries (an activity, the marker of a callback) is not the sender's.
        using (ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow())
            thread.Start();

        void Run()
        {
            _isCurrent = true;
            DeliveryPath.Enter();
            run();
        }
    }
}
