namespace RudderStack.TrackingPlans;

/// <summary>What is wrong with a tracking plan, where, and what would be right.</summary>
sealed record PlanFault(FaultKind Kind, Place Place, string Text)
{
    public override string ToString() => $"{Place}: {Text}";
}

/// <summary>What kind of fault it is.</summary>
enum FaultKind
{
    /// <summary>The file cannot be read, or is no YAML.</summary>
    File,

    /// <summary>The four members around every spec.</summary>
    Envelope,

    /// <summary>The spec itself: a member that is missing, unknown or of the wrong form.</summary>
    Spec,

    /// <summary>An id or a name that is used twice.</summary>
    Duplicate,

    /// <summary>A reference that leads nowhere, or in a circle.</summary>
    Reference,
}

/// <summary>Gathers faults.</summary>
sealed class FaultList
{
    readonly List<PlanFault> _faults = [];

    public int Count => _faults.Count;

    public IReadOnlyList<PlanFault> Sorted() => [.. _faults
        .Distinct()
        .OrderBy(static fault => fault.Place.File, StringComparer.Ordinal)
        .ThenBy(static fault => fault.Place.Line)
        .ThenBy(static fault => fault.Place.Column)
        .ThenBy(static fault => fault.Text, StringComparer.Ordinal)];

    public void Add(FaultKind kind, Place place, string text) => _faults.Add(new PlanFault(kind, place, text));

    public void Spec(Place place, string text) => Add(FaultKind.Spec, place, text);
}
