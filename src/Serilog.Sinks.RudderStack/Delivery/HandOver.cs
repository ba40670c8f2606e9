namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>The time in which hooks and fallback are given what a shutdown has dropped.</summary>
/// <remarks>Beyond the time for sending: five seconds without a hook that returns, fifteen in all.</remarks>
sealed class HandOver
{
    static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    readonly object _lock = new();
    readonly TimeProvider _timeProvider;
    long _beginning;
    long _lastReturn;
    int _missing;
    bool _hasBegun;
    bool _hasEnded;

    public HandOver(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>What is left of the time; below zero when it is over, and all of it before the beginning.</summary>
    /// <remarks>A thread that watches the time may ask when another is about to begin; it must not take that for the end.</remarks>
    public TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                if (!_hasBegun)
                    return SilenceLimit;
                var left = Limit - _timeProvider.GetElapsedTime(_beginning);
                var silence = SilenceLimit - _timeProvider.GetElapsedTime(_lastReturn);
                return left < silence ? left : silence;
            }
        }
    }

    /// <param name="messages">The number of messages to hand over.</param>
    public void Begin(int messages)
    {
        lock (_lock)
        {
            _hasBegun = true;
            _beginning = _lastReturn = _timeProvider.GetTimestamp();

            // A lane may have found them counted, and handed over the first, before this.
            _missing += messages;
        }
    }

    /// <summary>Asks before hooks are called for messages, which are handed over with that.</summary>
    /// <returns>Whether they may be called.</returns>
    public bool MayCall(int messages)
    {
        lock (_lock)
        {
            if (_hasEnded)
                return false;
            _missing -= messages;
            return true;
        }
    }

    /// <summary>A hook has returned.</summary>
    public void Returned()
    {
        lock (_lock)
            _lastReturn = _timeProvider.GetTimestamp();
    }

    /// <summary>Lets no hook be called any more.</summary>
    /// <returns>The number of messages that were not handed over.</returns>
    public int End()
    {
        lock (_lock)
        {
            var missing = _hasEnded ? 0 : _missing;
            _hasEnded = true;
            return missing;
        }
    }
}
