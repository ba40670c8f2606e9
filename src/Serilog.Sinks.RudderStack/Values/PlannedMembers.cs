using Serilog.Events;
using Serilog.Sinks.RudderStack.Plans;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Gathers the members of an object whose class was generated from a tracking plan. A thread keeps some for the next objects.</summary>
sealed class PlannedMembers : IPlannedMembers
{
    const int LargestKept = 1024;

    readonly List<LogEventProperty> _members = [];
    Capture _capture;
    bool _isExhausted;

    /// <summary>Reads an object; one that is the whole of a call's properties or traits carries its plan along.</summary>
    public static LogEventPropertyValue Read(object value, Capture capture)
    {
        var work = CaptureWork.Current;
        var members = work.RentPlanned();
        try
        {
            members._capture = capture;
            ((IPlannedObject)value).WriteTo(members);
            if (members._isExhausted)
                return Mark.Exhausted;
            return value is IPlannedMessage message ? new PlannedPayload(members._members, message.Plan, message.IsContextTraits) : new PlannedValue(members._members);
        }
        finally
        {
            if (members.Clear())
                work.Return(members);
        }
    }

    public void Add(PlannedKey key, AnalyticsValue value) => Add(key.Name, value.Read(_capture));

    public void AddAdditional(IEnumerable<KeyValuePair<string, AnalyticsValue>>? members, PlannedKey[] planned)
    {
        if (members is null)
            return;

        foreach (var member in members)
        {
            if (Array.Exists(planned, key => key.Name == member.Key))
                Add($"AdditionalProperties.{member.Key}", Mark.LeftOut("(planned)", "the tracking plan names this key: set the member that has it."));
            else if (!LogEventProperty.IsValidName(member.Key))
                Add($"AdditionalProperties[\"{member.Key}\"]", Mark.LeftOut("(blank)", "a key must have a character that is not blank."));
            else
                Add(member.Key, member.Value.Read(_capture));
        }
    }

    void Add(string name, LogEventPropertyValue value)
    {
        if (CaptureWork.TryCount(CaptureBudget.SmallestEntry))
            _members.Add(new LogEventProperty(name, value));
        else
            _isExhausted = true;
    }

    bool Clear()
    {
        _members.Clear();
        _capture = default;
        _isExhausted = false;
        return _members.Capacity <= LargestKept;
    }
}

/// <summary>An object whose class was generated from a tracking plan: its names are the plan's, and are not spelled otherwise.</summary>
class PlannedValue : StructureValue
{
    public PlannedValue(IEnumerable<LogEventProperty> members)
        : base(members)
    {
    }
}

/// <summary>The properties or traits of a call, with the tracking plan that they were typed from.</summary>
sealed class PlannedPayload : PlannedValue
{
    public PlannedPayload(IEnumerable<LogEventProperty> members, PlanSource plan, bool isContextTraits)
        : base(members)
    {
        Plan = plan;
        IsContextTraits = isContextTraits;
    }

    public PlanSource Plan { get; }

    public bool IsContextTraits { get; }
}
