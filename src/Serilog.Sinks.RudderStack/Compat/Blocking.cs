namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>The one place where a thread waits for asynchronous work: for contracts that are synchronous (Dispose, AuditTo), and on threads of our own.</summary>
/// <remarks>The work runs on the thread pool, so it needs neither the waiting thread nor its synchronization context.</remarks>
static class Blocking
{
#pragma warning disable RS0030 // Waiting is what these are for; why it cannot dead-lock is said above.
    /// <summary>Runs the work and waits for its result; exceptions come as they are.</summary>
    public static T Run<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    /// <summary>Waits for the end of a task that needs neither this thread nor its context; its exception comes as it is.</summary>
    public static void Wait(Task task) => task.GetAwaiter().GetResult();

    /// <summary>Waits for a task that runs on the thread pool; false when it has not ended in time. Never throws.</summary>
    public static bool Wait(Task task, TimeSpan timeout) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne(timeout);
#pragma warning restore RS0030
}
