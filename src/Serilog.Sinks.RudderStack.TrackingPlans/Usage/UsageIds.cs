namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>What analyzer and code fixes say to each other.</summary>
static class UsageIds
{
    public const string UnplannedEvent = "RSTP4001";
    public const string BrokenRule = "RSTP4002";
    public const string MissingMember = "RSTP4003";

    /// <summary>The property of a diagnostic that holds planned names, one in each line.</summary>
    public const string Suggestions = "Suggestions";

    /// <summary>The property of a diagnostic that holds members that are missing, one in each line.</summary>
    public const string Members = "Members";
}
