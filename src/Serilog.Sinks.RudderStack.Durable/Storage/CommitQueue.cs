using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>Commits messages together.</summary>
/// <param name="together">The messages.</param>
/// <param name="outcomes">Gets an outcome for each.</param>
/// <param name="interrupted">Whether the thread was interrupted.</param>
/// <returns>What is to be done when they are complete.</returns>
delegate Afterwards CommitTogether(List<Append> together, StoreOutcome[] outcomes, ref bool interrupted);

/// <summary>Lets log calls share commits.</summary>
/// <remarks>
/// The first of those that wait commits for all, on its own thread, since a starved program would not run a task. Before it
/// wakes the others it hands leadership on to one of those that came meanwhile.
/// </remarks>
sealed class CommitQueue
{
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    readonly object _lock = new();
    readonly CommitTogether _commit;
    List<Append> _waiting = [];
    bool _hasLeader;

    /// <param name="commit">Commits, and never throws.</param>
    public CommitQueue(CommitTogether commit) => _commit = commit;

    /// <summary>Ends when the message has an outcome.</summary>
    public void Commit(Append append, ref bool interrupted)
    {
        append.Begin();
        if (!TryLead(append, ref interrupted))
            return;

        List<Append> together;
        Gate.Enter(_lock, ref interrupted);
        (together, _waiting) = (_waiting, []);
        Monitor.Exit(_lock);

        var outcomes = new StoreOutcome[together.Count];
        var after = _commit(together, outcomes, ref interrupted);
        HandLeadershipOn(ref interrupted);
        for (var i = 0; i < outcomes.Length; i++)
            together[i].Complete(outcomes[i], ref interrupted);
        after.Run();
    }

    /// <summary>Waits a moment, or until messages have left.</summary>
    public void WaitForRoom(ref bool interrupted)
    {
        Gate.Enter(_lock, ref interrupted);
        try
        {
            Monitor.Wait(_lock, Glance);
        }
        catch (ThreadInterruptedException)
        {
            interrupted = true;
        }
        finally
        {
            Monitor.Exit(_lock);
        }
    }

    /// <summary>Lets those go on that wait for room.</summary>
    public void RoomMade(ref bool interrupted)
    {
        Gate.Enter(_lock, ref interrupted);
        Monitor.PulseAll(_lock);
        Monitor.Exit(_lock);
    }

    // False when another has committed it.
    bool TryLead(Append append, ref bool interrupted)
    {
        Gate.Enter(_lock, ref interrupted);
        _waiting.Add(append);
        var leads = !_hasLeader;
        _hasLeader = true;
        Monitor.Exit(_lock);
        return leads || append.WaitToLead(ref interrupted);
    }

    // To one of those that came meanwhile, before the others are woken: it commits while they go on.
    void HandLeadershipOn(ref bool interrupted)
    {
        Gate.Enter(_lock, ref interrupted);
        var next = _waiting.Count > 0 ? _waiting[0] : null;
        _hasLeader = next is not null;
        Monitor.Exit(_lock);
        next?.Lead(ref interrupted);
    }
}
