namespace RudderStack.Local.Gateway;

/// <summary>The state of the emulated gateway that tests may change while it runs.</summary>
sealed class Conditions
{
    const int NoNodes = 0;

    volatile int _nodeCount = NoNodes;
    volatile string? _storeError;
    volatile bool _rateLimitReached;
    volatile bool _saturated;

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
}
