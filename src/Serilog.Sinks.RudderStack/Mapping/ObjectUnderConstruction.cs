namespace Serilog.Sinks.RudderStack.Mapping;

/// <summary>The part of a <see cref="MemberStack"/> that belongs to one object.</summary>
struct ObjectUnderConstruction
{
    public ObjectUnderConstruction(int start, bool isDeep, bool isNullAbsent)
    {
        Start = start;
        IsDeep = isDeep;
        IsNullAbsent = isNullAbsent;
    }

    /// <summary>The index of the first member.</summary>
    public int Start { get; }

    /// <summary>Whether objects of equal name are merged.</summary>
    public bool IsDeep { get; }

    /// <summary>Whether a member that is null is none, and hides nothing beneath it.</summary>
    public bool IsNullAbsent { get; }

    /// <summary>Where each name stands, once there are too many to scan.</summary>
    public Dictionary<string, int>? Names { get; set; }
}
