namespace RudderStack.Local.Gateway;

/// <summary>The state of the emulated gateway that tests may change while it runs.</summary>
sealed class Conditions
{
    const int NoNodes = 0;

    readonly TimeProvider _timeProvider;
    volatile int _nodeCount = NoNodes;
    volatile string? _storeError;
    volatile AnswerTime? _answerTime;
    volatile RateLimiter? _rateLimiter;
    volatile bool _rateLimitReached;
    volatile bool _saturated;
    volatile bool _storeHangs;

    public Conditions(TimeProvider timeProvider) => _timeProvider = timeProvider;

    public int? NodeCount
    {
        get => _nodeCount is var count and not NoNodes ? count : null;
        set
        {
            if (value is < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, "A cluster has at least one node.");
            _nodeCount = value ?? NoNodes;
        }
    }

    public string? StoreError
    {
        get => _storeError;
        set => _storeError = value;
    }

    public bool StoreHangs
    {
        get => _storeHangs;
        set => _storeHangs = value;
    }

    public AnswerTime? AnswerTime
    {
        get => _answerTime;
        set
        {
            value?.Validate();
            _answerTime = value;
        }
    }

    public RateLimit? RateLimit
    {
        get => _rateLimiter?.Limit;
        set
        {
            value?.Validate();
            _rateLimiter = value is null ? null : new RateLimiter(value, _timeProvider);
        }
    }

    public bool RateLimitReached
    {
        get => _rateLimitReached;
        set => _rateLimitReached = value;
    }

    public bool Saturated
    {
        get => _saturated;
        set => _saturated = value;
    }

    /// <summary>Counts the events against the rate limit; false when it is used up.</summary>
    public bool TryTake(int events) => !_rateLimitReached && _rateLimiter?.TryTake(events) is not false;
}
