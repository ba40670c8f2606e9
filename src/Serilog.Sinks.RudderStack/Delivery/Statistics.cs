namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Adds up statistics.</summary>
static class Statistics
{
    public static DeliveryStatistics Sum(IReadOnlyCollection<DeliveryStatistics> all)
    {
        var dropped = new Dictionary<DropReason, long>();
        foreach (var one in all)
        {
            foreach (var count in one.Dropped)
                dropped[count.Key] = (dropped.TryGetValue(count.Key, out var sum) ? sum : 0) + count.Value;
        }

        return new DeliveryStatistics(all.Sum(one => one.Accepted), all.Sum(one => one.Delivered), dropped, all.Sum(one => one.Pending));
    }
}
