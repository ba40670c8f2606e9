namespace Serilog.Sinks.RudderStack;

/// <summary>What became of the events that RudderStack sinks have accepted.</summary>
/// <remarks>
/// <see cref="Accepted"/> and <see cref="Recovered"/> are the sum of <see cref="Delivered"/>, all of <see cref="Dropped"/>,
/// <see cref="Transferred"/> and <see cref="Pending"/>. Without an outbox nothing is recovered or transferred.
/// </remarks>
public sealed class DeliveryStatistics
{
    internal DeliveryStatistics(long accepted, long delivered, IReadOnlyDictionary<DropReason, long> dropped, long pending)
    {
        Accepted = accepted;
        Delivered = delivered;
        Dropped = dropped;
        Pending = pending;
    }

    /// <summary>The number of events recognised as analytics, invalid ones included.</summary>
    public long Accepted { get; }

    /// <summary>The number of messages that the data plane has accepted.</summary>
    public long Delivered { get; }

    /// <summary>The number of messages dropped, for each reason that occurred.</summary>
    public IReadOnlyDictionary<DropReason, long> Dropped { get; }

    /// <summary>The number of messages that wait or are being sent.</summary>
    public long Pending { get; }

    /// <summary>The number of messages that another process, or an earlier run, had left in the outbox and that this process took over.</summary>
    public long Recovered { get; internal init; }

    /// <summary>The number of accepted or recovered messages that lie in the outbox for another process, or a later run, to send.</summary>
    public long Transferred { get; internal init; }

    internal static DeliveryStatistics Sum(IReadOnlyCollection<DeliveryStatistics> all)
    {
        var dropped = new Dictionary<DropReason, long>();
        foreach (var one in all)
        {
            foreach (var count in one.Dropped)
                dropped[count.Key] = (dropped.TryGetValue(count.Key, out var sum) ? sum : 0) + count.Value;
        }

        return new DeliveryStatistics(all.Sum(one => one.Accepted), all.Sum(one => one.Delivered), dropped, all.Sum(one => one.Pending))
        {
            Recovered = all.Sum(one => one.Recovered),
            Transferred = all.Sum(one => one.Transferred),
        };
    }
}
