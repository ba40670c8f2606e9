namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Threads that belong to the senders and may therefore wait for an answer.</summary>
static class SenderThread
{
    // Senders keep little on the stack, but HTTP and TLS below them need some.
    const int StackSize = 512 * 1024;

    [ThreadStatic]
    static bool _isCurrent;

    /// <summary>Whether the caller runs on such a thread.</summary>
    public static bool IsCurrent => _isCurrent;

    /// <summary>Starts one, in the background: it does not keep the process alive.</summary>
    public static void Start(Action run)
    {
        var thread = new Thread(Run, StackSize) { IsBackground = true, Name = "Serilog.Sinks.RudderStack" };

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
