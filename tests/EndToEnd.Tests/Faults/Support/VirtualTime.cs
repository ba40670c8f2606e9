using Microsoft.Extensions.Time.Testing;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>Time that passes only while the sink waits for its next attempt, so that minutes of outage take no time.</summary>
/// <remarks>
/// Requests are real and take real time, during which this clock stands still. They are distinguished from waits by their time-out,
/// which is a length that nothing else has. The clock leaps from the due time of one wait to that of the next.
/// </remarks>
sealed class VirtualTime : TimeProvider
{
    /// <summary>What the sink must have as its request time-out.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromMilliseconds(9_876);

    // Not the base class: that one reads its own timers by the wall clock, which jumps here.
    readonly FakeTimeProvider _even = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    readonly Lock _lock = new();
    readonly List<VirtualTimer> _requests = [];
    readonly List<VirtualTimer> _waits = [];
    TaskCompletionSource _changed = NewSignal();

    /// <summary>How far the wall clock has been set forward or back; timers and time stamps do not see it.</summary>
    public TimeSpan WallClockOffset { get; set; }

    public override long TimestampFrequency => _even.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _even.GetUtcNow() + WallClockOffset;

    public override long GetTimestamp() => _even.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero)
            return _even.CreateTimer(callback, state, dueTime, period);

        var timers = dueTime == RequestTimeout ? _requests : _waits;
        var timer = new VirtualTimer(ended => Change(() => timers.Remove(ended)));
        timer.Inner = _even.CreateTimer(
            _ =>
            {
                timer.End();
                callback(state);
            },
            null,
            dueTime,
            period);

        // Last, because what is in view is leapt to at once.
        timer.Due = GetTimestamp() + dueTime.Ticks;
        Change(() =>
        {
            if (!timer.HasEnded)
                timers.Add(timer);
        });
        return timer;
    }

    /// <summary>Lets time pass, wait by wait, until the task ends.</summary>
    public async Task RunAsync(Task task)
    {
        while (await NextWaitAsync(task) is { } due)
            _even.Advance(Until(due));
        await task;
    }

    /// <summary>Lets time pass, wait by wait, for as long as this.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var end = GetTimestamp() + time.Ticks;
        while (GetTimestamp() < end)
            _even.Advance(Until(Math.Min(end, (await NextWaitAsync(Task.Delay(Timeout.Infinite)))!.Value)));
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    TimeSpan Until(long timestamp) => TimeSpan.FromTicks(Math.Max(0, timestamp - GetTimestamp()));

    /// <summary>When the next wait ends, once no request is under way and there is one; null when the task has ended.</summary>
    async Task<long?> NextWaitAsync(Task task)
    {
        var soonEnough = Task.Delay(TimeSpan.FromSeconds(30));
        while (!task.IsCompleted)
        {
            Task changed;
            lock (_lock)
            {
                if (_requests.Count == 0 && _waits.Count > 0)
                    return _waits.Min(timer => timer.Due);
                changed = _changed.Task;
            }

            var first = await Task.WhenAny(task, changed, soonEnough);
            Assert.True(first != soonEnough, "Nothing waits, and nothing ends.");
        }

        return null;
    }

    void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }
}
