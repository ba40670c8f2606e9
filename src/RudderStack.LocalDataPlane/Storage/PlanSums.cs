namespace RudderStack.Local.Storage;

/// <summary>What was found by tracking plans since the start or the last clear.</summary>
/// <param name="Violating">Messages with violations.</param>
/// <param name="Dropped">Messages that RudderStack would drop.</param>
/// <param name="Counts">Violations by their types, all types in a fixed order.</param>
sealed record PlanSums(long Violating, long Dropped, IReadOnlyList<(string Type, long Count)> Counts)
{
    public long Total => Counts.Sum(count => count.Count);
}
