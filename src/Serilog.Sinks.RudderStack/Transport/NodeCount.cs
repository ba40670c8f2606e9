namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>How many nodes the proxy was last known to have; shared by the senders of a sink.</summary>
sealed class NodeCount
{
    /// <summary>More nodes than any proxy has; a larger count is taken for nonsense.</summary>
    public const int Limit = 65_536;

    int _value = 1;

    public int Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}
