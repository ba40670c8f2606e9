namespace Serilog.Sinks.RudderStack.Values;

/// <summary>What one helper call may still read.</summary>
sealed class CaptureBudget
{
    /// <summary>The bytes of an empty object and its comma.</summary>
    public const int SmallestNode = 3;

    /// <summary>The bytes of a digit and its comma.</summary>
    public const int SmallestScalar = 2;

    /// <summary>The bytes of an empty name, a digit and a comma.</summary>
    public const int SmallestEntry = 5;

    int _nodes;
    long _bytes;

    public long BytesLeft => _bytes;

    public void Reset(int nodes, long bytes)
    {
        _nodes = nodes;
        _bytes = bytes;
    }

    /// <summary>Counts; false, from then on for good, when there is no more to be had.</summary>
    public bool TryCount(int nodes, int bytes)
    {
        _nodes -= nodes;
        _bytes -= bytes;
        return _nodes >= 0 && _bytes >= 0;
    }
}
