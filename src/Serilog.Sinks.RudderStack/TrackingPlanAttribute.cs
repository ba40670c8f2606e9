namespace Serilog.Sinks.RudderStack;

/// <summary>Marks the class in which <c>Serilog.Sinks.RudderStack.TrackingPlans</c> generates the types of a tracking plan.</summary>
/// <remarks>The class is static and partial, and stands in no other class. Without the package the attribute does nothing.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TrackingPlanAttribute : Attribute
{
    /// <summary>Names the plan.</summary>
    /// <param name="id">The plan's id in its YAML.</param>
    public TrackingPlanAttribute(string id) => Id = id;

    /// <summary>The plan's id in its YAML.</summary>
    public string Id { get; }

    /// <summary>The id that the workspace gave the plan. Default: the only one that <c>rudder-cli import</c> wrote into the YAML, if any.</summary>
    public string? TrackingPlanId { get; set; }

    /// <summary>
    /// The version of the plan by whose rules the server is to check the events. Default: 0, for the version that the
    /// workspace has connected. It is sent only together with the id.
    /// </summary>
    public int TrackingPlanVersion { get; set; }
}
