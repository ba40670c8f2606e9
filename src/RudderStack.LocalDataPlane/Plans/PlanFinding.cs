namespace RudderStack.Local.Plans;

/// <summary>What checking a message by its plan has found.</summary>
/// <param name="Violations">At most <see cref="MostViolations"/>.</param>
/// <param name="Counts">How many there are of each type that there is.</param>
sealed record PlanFinding(IReadOnlyList<PlanViolation> Violations, IReadOnlyList<(string Type, int Count)> Counts)
{
    /// <summary>Enough to see what is wrong; an array of many wrong items has one for each.</summary>
    public const int MostViolations = 100;

    public static readonly PlanFinding None = new([], []);

    public int Count => Counts.Sum(count => count.Count);

    /// <summary>Whether the settings of the source make RudderStack drop the event.</summary>
    public bool IsDropped { get; init; }

    /// <summary>What it takes in memory, roughly.</summary>
    public long Size => Violations.Sum(violation => 128L + (2L * (violation.Text.Length + violation.InstancePath.Length + (violation.Property?.Length ?? 0))));
}
