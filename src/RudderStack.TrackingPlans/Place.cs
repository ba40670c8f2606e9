namespace RudderStack.TrackingPlans;

/// <summary>A place in a file; line and column count from 1.</summary>
readonly record struct Place(string File, int Line, int Column)
{
    public override string ToString() => $"{File}({Line},{Column})";
}
