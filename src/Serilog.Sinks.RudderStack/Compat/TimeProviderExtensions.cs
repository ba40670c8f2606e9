namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>Waiting by a <c>TimeProvider</c>, the same for every target framework.</summary>
static class TimeProviderExtensions
{
    /// <summary>Waits at least as long as asked.</summary>
    /// <remarks>
    /// Timers count whole milliseconds and cut off the rest. A wait for what is left of a limit would end before it, and the
    /// next one, of less than a millisecond, at once.
    /// </remarks>
    public static Task WaitAsync(this TimeProvider timeProvider, TimeSpan delay, CancellationToken cancellationToken)
    {
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
#if NET8_0_OR_GREATER
        return Task.Delay(whole, timeProvider, cancellationToken);
#else
        return timeProvider.Delay(whole, cancellationToken);
#endif
    }

    public static CancellationTokenSource CancelAfter(this TimeProvider timeProvider, TimeSpan delay) =>
#if NET8_0_OR_GREATER
        new(delay, timeProvider);
#else
        timeProvider.CreateCancellationTokenSource(delay);
#endif
}
