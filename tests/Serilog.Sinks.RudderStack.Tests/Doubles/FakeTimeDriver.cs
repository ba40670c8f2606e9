using Microsoft.Extensions.Time.Testing;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>Runs work to its end by moving fake time.</summary>
static class FakeTimeDriver
{
    /// <summary>Moves time on in steps until the work has ended; returns the time it took.</summary>
    /// <remarks>
    /// On a thread without a synchronization context, where what a timer wakes runs within <c>Advance</c>: the work has
    /// come to its next wait, or its end, before time moves again. Only for work that waits for nothing but timers.
    /// </remarks>
    public static Task<TimeSpan> DriveAsync(this FakeTimeProvider time, Func<Task> work, TimeSpan step, TimeSpan? limit = null) => Task.Run(async () =>
    {
        var start = time.GetTimestamp();
        var end = limit ?? TimeSpan.FromHours(2);
        var task = work();
        while (!task.IsCompleted && time.GetElapsedTime(start) < end)
            time.Advance(step);
        Assert.True(task.IsCompleted, $"not done after {end}");
        await task;
        return time.GetElapsedTime(start);
    });
}
