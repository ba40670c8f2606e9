namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Whether a rate limit (429) only slows down, or will never let a request of this size through.</summary>
/// <remarks>
/// A limit counts events: a batch above its burst is refused for ever. That is taken to be so after ten seconds and at least
/// three refusals in a row; from then on each refusal asks for a smaller request, until one passes. While the sink is disposed
/// three refusals are enough for a request that is larger than any that has passed: ten seconds without an acknowledgement would
/// end the disposal.
/// </remarks>
sealed class RateLimit
{
    const int LeastRefusals = 3;

    static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(10);

    readonly TimeProvider _timeProvider;
    int _largestPassed;
    int _refusals;
    long _since;

    public RateLimit(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>Counts a refusal.</summary>
    /// <param name="events">The events of the request.</param>
    /// <param name="isClosing">Whether the sink is being disposed.</param>
    public bool NeedsSmallerRequests(int events, bool isClosing)
    {
        if (_refusals++ == 0)
            _since = _timeProvider.GetTimestamp();
        return _refusals >= LeastRefusals && ((isClosing && events > _largestPassed) || _timeProvider.GetElapsedTime(_since) >= LeastTime);
    }

    /// <summary>A request passed.</summary>
    /// <param name="events">Its events.</param>
    public void Passed(int events)
    {
        _largestPassed = Math.Max(_largestPassed, events);
        Clear();
    }

    /// <summary>Another batch begins.</summary>
    public void Clear() => _refusals = 0;
}
