using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack.Durable.Storage;

/// <summary>A message that waits to be committed by whichever thread leads; each has a lock of its own, so that only those wake that may go on.</summary>
sealed class Append
{
    readonly byte[] _json;
    bool _leads;

    public Append(ReadOnlySpan<byte> json, int userHash, bool callsHooks, bool mayWait)
    {
        _json = json.ToArray();
        UserHash = userHash;
        CallsHooks = callsHooks;
        MayWait = mayWait;
    }

    public ReadOnlySpan<byte> Json => _json;

    public int Length => _json.Length;

    public int UserHash { get; }

    public bool CallsHooks { get; }

    /// <summary>Whether it waits for room, and no other message makes room for it.</summary>
    public bool MayWait { get; }

    /// <summary>In which file it is, counted from the first.</summary>
    public int Generation { get; set; }

    /// <summary>Null until it is known.</summary>
    public StoreOutcome? Outcome { get; private set; }

    /// <summary>Before it is tried, also once more.</summary>
    public void Begin() => (Outcome, _leads) = (null, false);

    /// <summary>Waits until another has committed it, or its thread is to lead.</summary>
    /// <returns>Whether it is to lead.</returns>
    public bool WaitToLead(ref bool interrupted)
    {
        Gate.Enter(this, ref interrupted);
        while (Outcome is null && !_leads)
        {
            try
            {
                Monitor.Wait(this);
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        var leads = Outcome is null;
        Monitor.Exit(this);
        return leads;
    }

    public void Lead(ref bool interrupted)
    {
        Gate.Enter(this, ref interrupted);
        _leads = true;
        Monitor.Pulse(this);
        Monitor.Exit(this);
    }

    public void Complete(StoreOutcome outcome, ref bool interrupted)
    {
        Gate.Enter(this, ref interrupted);
        Outcome = outcome;
        Monitor.Pulse(this);
        Monitor.Exit(this);
    }
}
