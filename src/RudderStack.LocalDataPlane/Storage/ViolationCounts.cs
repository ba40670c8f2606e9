using RudderStack.Local.Plans;

namespace RudderStack.Local.Storage;

/// <summary>How many violations of each type there were, and in how many messages. Not safe for several threads.</summary>
sealed class ViolationCounts
{
    static readonly string[] Types = [.. PlanViolation.Types];

    readonly long[] _counts = new long[Types.Length];

    /// <summary>Messages with violations.</summary>
    public long Violating { get; private set; }

    /// <summary>Messages that RudderStack would drop.</summary>
    public long Dropped { get; private set; }

    public void Add(PlanFinding? finding)
    {
        if (finding is null || finding.Count == 0)
            return;
        Violating++;
        Dropped += finding.IsDropped ? 1 : 0;
        foreach (var (type, count) in finding.Counts)
            _counts[Array.IndexOf(Types, type)] += count;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        (Violating, Dropped) = (0, 0);
    }

    public PlanSums ToSums() => new(Violating, Dropped, [.. Types.Zip(_counts)]);
}
