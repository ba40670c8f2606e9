namespace Serilog.Sinks.RudderStack.TrackingPlans.Anchors;

/// <summary>The class in which the types of a plan are generated.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsPublic">Whether it is public; internal otherwise.</param>
/// <param name="PlanId">The plan's id in its YAML.</param>
/// <param name="TrackingPlanId">The workspace's id of the plan, if the attribute says it.</param>
/// <param name="TrackingPlanVersion">The version, or 0.</param>
/// <param name="OwnMembers">What the class has already, one name after another, with commas between.</param>
/// <param name="Fault">Why nothing can be generated in it; null if it can.</param>
/// <param name="Location">Where it stands.</param>
sealed record Anchor(
    string Namespace,
    string Name,
    bool IsPublic,
    string PlanId,
    string? TrackingPlanId,
    int TrackingPlanVersion,
    string OwnMembers,
    string? Fault,
    SourceLocation Location)
{
    /// <summary>The class, as generated code names it everywhere.</summary>
    public string FullName => Namespace.Length == 0 ? $"global::{Escape(Name)}" : $"global::{string.Join(".", Namespace.Split('.').Select(Escape))}.{Escape(Name)}";

    /// <summary>A name that may be a keyword.</summary>
    public static string Escape(string name) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? name : "@" + name;
}
