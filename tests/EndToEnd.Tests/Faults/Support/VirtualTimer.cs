namespace EndToEnd.Tests.Faults.Support;

/// <summary>A timer that <see cref="VirtualTime"/> keeps in view until it fires or is disposed.</summary>
sealed class VirtualTimer : ITimer
{
    readonly Action<VirtualTimer> _ended;
    volatile bool _hasEnded;

    public VirtualTimer(Action<VirtualTimer> ended) => _ended = ended;

    public long Due { get; set; }

    public bool HasEnded => _hasEnded;

    public ITimer? Inner { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => Inner!.Change(dueTime, period);

    public void End()
    {
        _hasEnded = true;
        _ended(this);
    }

    public void Dispose()
    {
        End();
        Inner?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
