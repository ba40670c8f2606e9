namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>A clock whose wall time can be set while its timestamps and timers go on undisturbed, as those of a machine do.</summary>
sealed class JumpingClock(TimeProvider inner) : TimeProvider
{
    TimeSpan _offset;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public void Jump(TimeSpan offset) => _offset += offset;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + _offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
