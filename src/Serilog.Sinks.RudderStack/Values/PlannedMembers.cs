using Serilog.Events;
using Serilog.Sinks.RudderStack.Plans;

namespace Serilog.Sinks.RudderStack.Values;

/// <summary>Gathers the members of an object whose class was generated from a tracking plan.</summary>
sealed class PlannedMembers : IPlannedMembers
{
    readonly Capture _capture;
    readonly List<KeyValuePair<ScalarValue, LogEventPropertyValue>> _members;
    bool _isExhausted;

    PlannedMembers(Capture capture, List<KeyValuePair<ScalarValue, LogEventPropertyValue>> members)
    {
        _capture = capture;
        _members = members;
    }

    /// <summary>Reads an object; one that is the whole of a call's properties or traits carries its plan along.</summary>
    public static LogEventPropertyValue Read(object value, Capture capture)
    {
        var work = CaptureWork.Current;
        var entries = work.RentEntries();
        try
        {
            var members = new PlannedMembers(capture, entries);
            ((IPlannedObject)value).WriteTo(members);
            if (members._isExhausted)
                return Mark.Exhausted;
            return value is IPlannedMessage message ? new PlannedValue(entries, message.Plan, message.IsContextTraits) : new DictionaryValue(entries);
        }
        finally
        {
            work.Return(entries);
        }
    }

    public void Add(PlannedKey key, AnalyticsValue value) => Add(key.Name, value.Read(_capture));

    public void AddAdditional(IEnumerable<KeyValuePair<string, AnalyticsValue>>? members, PlannedKey[] planned)
    {
        if (members is null)
            return;

        foreach (var member in members)
        {
            if (Array.Exists(planned, key => (string?)key.Name.Value == member.Key))
                Add(new ScalarValue("AdditionalProperties." + member.Key), Mark.LeftOut("(planned)", "the tracking plan names this key: set the member that has it."));
            else
                Add(new ScalarValue(member.Key), member.Value.Read(_capture));
        }
    }

    void Add(ScalarValue key, LogEventPropertyValue value)
    {
        if (CaptureWork.TryCount(CaptureBudget.SmallestEntry))
            _members.Add(new(key, value));
        else
            _isExhausted = true;
    }
}

/// <summary>The properties or traits of a call, with the tracking plan that they were typed from.</summary>
sealed class PlannedValue : DictionaryValue
{
    public PlannedValue(IEnumerable<KeyValuePair<ScalarValue, LogEventPropertyValue>> members, PlanSource plan, bool isContextTraits)
        : base(members)
    {
        Plan = plan;
        IsContextTraits = isContextTraits;
    }

    public PlanSource Plan { get; }

    public bool IsContextTraits { get; }
}
