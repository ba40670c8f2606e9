using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace RudderStack.Local.Tests;

/// <summary>A clock that a test moves, and that knows who waits for it: no wait begins after the test has moved it on.</summary>
sealed class WatchedTime : FakeTimeProvider
{
    readonly ConcurrentBag<TimeSpan> _waits = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Add(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits exactly so long.</summary>
    public Task WaitForAsync(TimeSpan wait) => Eventually.IsTrueAsync(() => CountOf(wait) > 0);

    /// <summary>How many waits of exactly so long have begun.</summary>
    public int CountOf(TimeSpan wait) => _waits.Count(begun => begun == wait);
}
