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
    int _hanging;

    /// <summary>How far the wall clock has been set forward or back; timers and time stamps do not see it.</summary>
    public TimeSpan WallClockOffset { get; set; }

    /// <summary>Real time for which nothing may have happened before the clock leaps; for what announces itself by no request and no wait.</summary>
    public TimeSpan Calm { get; init; }

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

    /// <summary>Says that a request gets no answer, so that time passes for it too, until this is disposed.</summary>
    public IDisposable BeginHang()
    {
        Change(() => _hanging++);
        return new Hang(this);
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    TimeSpan Until(long timestamp) => TimeSpan.FromTicks(Math.Max(0, timestamp - GetTimestamp()));

    /// <summary>When the next wait ends, once no request is under way and there is one; null when the task has ended.</summary>
    async Task<long?> NextWaitAsync(Task task)
    {
        var soonEnough = Task.Delay(TimeSpan.FromMinutes(2));
        while (!task.IsCompleted)
        {
            Task changed;
            long? due;
            lock (_lock)
            {
                due = _requests.Count <= _hanging ? _waits.Concat(_hanging > 0 ? _requests : []).Min(timer => (long?)timer.Due) : null;
                changed = _changed.Task;
            }

            if (due is not null && (Calm == TimeSpan.Zero || await Task.WhenAny(task, changed, Task.Delay(Calm)) is var calm && calm != task && calm != changed))
                return due;

            var first = await Task.WhenAny(task, changed, soonEnough);
            if (first == soonEnough)
                throw new TimeoutException("Nothing waits, and nothing ends.");
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

    sealed class Hang : IDisposable
    {
        readonly VirtualTime _time;

        public Hang(VirtualTime time) => _time = time;

        public void Dispose() => _time.Change(() => _time._hanging--);
    }
}
