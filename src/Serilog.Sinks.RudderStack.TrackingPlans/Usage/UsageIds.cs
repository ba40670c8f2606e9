namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>What analyzer and code fixes say to each other.</summary>
static class UsageIds
{
    public const string UnplannedEvent = "RSTP4001";
    public const string BrokenRule = "RSTP4002";
    public const string MissingMember = "RSTP4003";

    /// <summary>The properties of a diagnostic that hold planned names: this and 0, 1, 2.</summary>
    public const string Suggestion = "Suggestion";

    /// <summary>The property of a diagnostic that holds members that are missing, one in each line.</summary>
    public const string Members = "Members";
}
