using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>When one batch is tried again, and when it is given up.</summary>
/// <remarks>Holds the clock of a batch from its first attempt, or from its last acknowledged part. Time is monotonic.</remarks>
sealed class RetrySchedule
{
    /// <summary>The most that a server's <c>Retry-After</c> may delay an attempt.</summary>
    public static readonly TimeSpan RetryAfterLimit = TimeSpan.FromMinutes(5);

    const int ReroutesAtOnce = 3;

    static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    readonly SinkSettings _settings;
    readonly Func<double> _jitter;
    long _start;
    int _failures;
    int _probes;
    int _reroutes;

    /// <param name="settings">The sink's settings.</param>
    /// <param name="jitter">Gives numbers from 0 to 1.</param>
    public RetrySchedule(SinkSettings settings, Func<double> jitter)
    {
        _settings = settings;
        _jitter = jitter;
        Restart();
    }

    /// <summary>Starts anew: for a batch, and for what is left of one when a part was acknowledged.</summary>
    public void Restart()
    {
        _start = _settings.TimeProvider.GetTimestamp();
        _failures = _probes = _reroutes = 0;
    }

    /// <summary>Starts the back-off anew, but not the time limit: the next attempt is another request, smaller than those that failed.</summary>
    public void RestartBackOff() => _failures = 0;

    /// <summary>The wait before the next attempt, or null when the time limit has been reached.</summary>
    /// <remarks>The last wait is cut short, so that the last attempt is made at the limit.</remarks>
    public TimeSpan? NextWait(Outcome outcome, TimeSpan? serverWish)
    {
        var left = _settings.RetryTimeLimit - _settings.TimeProvider.GetElapsedTime(_start);
        if (left <= TimeSpan.Zero)
            return null;

        var wait = outcome == Outcome.Pause
            ? Doubled(FirstProbe, ++_probes)
            : Longer(BackOff(++_failures), Shorter(serverWish ?? TimeSpan.Zero, RetryAfterLimit));
        return Shorter(wait, left);
    }

    /// <summary>Whether a new node count may be tried without waiting; a proxy that keeps changing its mind is backed off from.</summary>
    public bool MayRerouteAtOnce() => _reroutes++ < ReroutesAtOnce;

    /// <summary>The exponential wait without jitter: doubled with each failure, up to 30 s, and never overflowing.</summary>
    static TimeSpan Doubled(TimeSpan first, int count)
    {
        var doublings = Math.Min(count - 1, 16);
        return Shorter(TimeSpan.FromTicks(first.Ticks << doublings), LongestWait);
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    TimeSpan BackOff(int failures)
    {
        if (_settings.RetryDelay is { } delay && TryAsk(delay, failures, out var asked))
            return asked;
        if (_settings.RetryAfter is { } fixedWait)
            return fixedWait;
        return TimeSpan.FromTicks((long)(Doubled(FirstBackOff, failures).Ticks * _jitter()));
    }

    static bool TryAsk(Func<int, TimeSpan> delay, int failures, out TimeSpan asked)
    {
        try
        {
            asked = Shorter(Longer(delay(failures), TimeSpan.Zero), LongestDelay);
            return true;
        }
        catch (Exception)
        {
            // The user's function is at fault, the message is not: it falls back to the default and goes on.
            asked = default;
            return false;
        }
        finally
        {
            Interruption.Take();
        }
    }
}
