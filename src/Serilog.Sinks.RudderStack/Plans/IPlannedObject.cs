using System.ComponentModel;

namespace Serilog.Sinks.RudderStack.Plans;

/// <summary>An object whose class was generated from a tracking plan.</summary>
/// <remarks>It says its keys and values itself, so that they are the plan's, and nothing is found by reflection.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPlannedObject
{
    /// <summary>Gives each member that has a value, in the plan's order.</summary>
    /// <param name="members">Takes them.</param>
    void WriteTo(IPlannedMembers members);
}

/// <summary>The properties or traits of a call, whose class was generated from a tracking plan.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPlannedMessage : IPlannedObject
{
    /// <summary>The plan.</summary>
    PlanSource Plan { get; }

    /// <summary>Whether the plan expects them in <c>context.traits</c>, in place of the call's properties or traits.</summary>
    bool IsContextTraits { get; }
}

/// <summary>Takes the members of an object that a tracking plan describes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPlannedMembers
{
    /// <summary>Takes a member.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    void Add(PlannedKey key, AnalyticsValue value);

    /// <summary>Takes members that the plan allows and does not name. One that it names is left out and reported.</summary>
    /// <param name="members">The members; null for none.</param>
    /// <param name="planned">The keys that the plan names.</param>
    void AddAdditional(IEnumerable<KeyValuePair<string, AnalyticsValue>>? members, PlannedKey[] planned);
}
