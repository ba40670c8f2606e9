namespace EndToEnd.Tests.Faults.Support;

/// <summary>The system's time with a wall clock that somebody keeps setting; timers and time stamps go on evenly.</summary>
sealed class JumpingClock : TimeProvider
{
    long _offset;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _offset));
        set => Volatile.Write(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
