namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Keeps a <see cref="Thread.Interrupt"/> that the user's code has left pending on a thread out of what follows.</summary>
/// <remarks>
/// The next lock or wait of that thread would throw: in the middle of the accounts, in a hook for another message, or in
/// another owner's work on a thread of the pool.
/// </remarks>
static class Interruption
{
    /// <summary>Takes a pending interrupt off the thread; whether there was one.</summary>
    public static bool Take()
    {
        try
        {
            // Waits for nothing, but counts as a wait, and so throws at once.
            Thread.CurrentThread.Join(0);
            return false;
        }
        catch (ThreadInterruptedException)
        {
            return true;
        }
    }

    /// <summary>Puts one back that was taken off a thread of the user's: it may be meant for what the user does next.</summary>
    public static void Restore(bool taken)
    {
        if (taken)
            Thread.CurrentThread.Interrupt();
    }
}
