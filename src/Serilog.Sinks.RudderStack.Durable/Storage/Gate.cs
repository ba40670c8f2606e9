namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>Takes a lock although the thread is interrupted, which is for what it does afterwards.</summary>
static class Gate
{
    public static void Enter(object gate, ref bool interrupted)
    {
        while (true)
        {
            try
            {
                Monitor.Enter(gate);
                return;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }
    }
}
