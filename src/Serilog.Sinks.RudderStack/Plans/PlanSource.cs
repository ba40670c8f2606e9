using System.ComponentModel;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Plans;

/// <summary>The tracking plan that a message was typed from, for <c>context.ruddertyper</c>.</summary>
/// <remarks>
/// RudderStack's server takes the version of the plan from there when the id is that of the source's plan; a wrong version
/// means the rules of another one. So both are written, or none.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PlanSource
{
    /// <summary>Describes a plan.</summary>
    /// <param name="trackingPlanId">The workspace's id of the plan; null if it is not known.</param>
    /// <param name="trackingPlanVersion">The version of the plan; 0 if it is not known.</param>
    public PlanSource(string? trackingPlanId, int trackingPlanVersion)
    {
        var members = new List<KeyValuePair<ScalarValue, LogEventPropertyValue>> { Member("platform", "dotnet") };
        if (!string.IsNullOrEmpty(trackingPlanId) && trackingPlanVersion > 0)
        {
            members.Add(Member("trackingPlanId", trackingPlanId!));
            members.Add(Member("trackingPlanVersion", trackingPlanVersion));
        }

        Context = new DictionaryValue([new(new ScalarValue("ruddertyper"), new DictionaryValue(members))]);
        Nothing = new NoMembers(this);
    }

    /// <summary>The properties of a closed event that has none.</summary>
    public IPlannedMessage Nothing { get; }

    /// <summary>What goes below the context of every message.</summary>
    internal DictionaryValue Context { get; }

    static KeyValuePair<ScalarValue, LogEventPropertyValue> Member(string name, object value) => new(new ScalarValue(name), new ScalarValue(value));

    sealed class NoMembers(PlanSource plan) : IPlannedMessage
    {
        public PlanSource Plan => plan;

        public bool IsContextTraits => false;

        public void WriteTo(IPlannedMembers members)
        {
        }
    }
}
