using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Faults.Support;

/// <summary>The oracle of all fault tests: what became of every event, as four witnesses report it.</summary>
/// <remarks>The witnesses are the statistics, the meter, the callbacks and the data plane's store; none may contradict another.</remarks>
static class Account
{
    /// <param name="sink">What is asked.</param>
    /// <param name="statistics">What a flush gave; null when the sink has been disposed.</param>
    /// <param name="mayBeBoth">Whether the data plane stored and then failed, so that a dropped message may be stored.</param>
    public static void Check(SinkUnderTest sink, DeliveryStatistics? statistics, bool mayBeBoth)
    {
        var pending = sink.Meter.Pending;
        Assert.Equal(sink.Logged.Count, sink.Meter.Accepted);
        Assert.Equal(sink.Meter.Accepted, sink.Meter.Delivered + sink.Meter.Dropped.Values.Sum() + pending);
        Assert.Equal(sink.Meter.Delivered, sink.Delivered.Count);
        Assert.Equal(sink.Meter.Dropped.Where(count => count.Value > 0).OrderBy(count => count.Key), Counts(sink.Dropped));
        if (statistics is not null)
            Compare(statistics, sink.Meter);
        else
            Assert.Equal(0, pending);

        var delivered = sink.Delivered.Select(message => message.MessageId).ToList();
        var dropped = sink.Dropped.Select(message => message.MessageId).ToList();
        AssertOnce(delivered.Concat(dropped));
        CheckIds(sink, delivered, dropped, pending, mayBeBoth);
        CheckOrder(sink.StoredIds, dropped);
        Assert.DoesNotContain(sink.SelfLogLines, line => line.Contains(sink.DataPlane.WriteKey, StringComparison.Ordinal));
    }

    static void Compare(DeliveryStatistics statistics, MeterTotals meter)
    {
        Assert.Equal(statistics.Accepted, statistics.Delivered + statistics.Dropped.Values.Sum() + statistics.Pending);
        Assert.Equal(meter.Accepted, statistics.Accepted);
        Assert.Equal(meter.Delivered, statistics.Delivered);
        Assert.All(meter.Dropped, count => Assert.Equal(count.Value, statistics.Dropped.GetValueOrDefault(count.Key)));
    }

    static void CheckIds(SinkUnderTest sink, List<string> delivered, List<string> dropped, long pending, bool mayBeBoth)
    {
        var logged = sink.Logged.ToHashSet();
        var stored = sink.StoredIds.ToHashSet();
        Assert.Empty(stored.Except(logged));
        Assert.Empty(delivered.Except(stored));
        Assert.Equal(pending, logged.Except(delivered).Except(dropped).Count());
        if (pending == 0)
            Assert.Empty(logged.Except(stored).Except(dropped));
        if (!mayBeBoth)
            Assert.Empty(stored.Intersect(dropped));
    }

    /// <summary>
    /// Events of one user are first stored in the order in which they were logged. Those reported as dropped are left out:
    /// a data plane may store one later than it answers.
    /// </summary>
    static void CheckOrder(IReadOnlyList<string> storedIds, List<string> dropped)
    {
        var seen = dropped.ToHashSet();
        foreach (var user in storedIds.Where(seen.Add).GroupBy(id => id[..id.IndexOf('#', StringComparison.Ordinal)]))
            Assert.Equal(user.OrderBy(id => id, StringComparer.Ordinal), user);
    }

    static void AssertOnce(IEnumerable<string> ids) =>
        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));

    static IEnumerable<KeyValuePair<DropReason, long>> Counts(IEnumerable<DroppedMessage> dropped) => dropped
        .GroupBy(message => message.Reason)
        .Select(same => KeyValuePair.Create(same.Key, (long)same.Count()))
        .OrderBy(count => count.Key);
}
