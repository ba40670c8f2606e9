using System.Runtime.InteropServices;
using System.Text.Json;
using RudderStack.Local.Plans.Schema;
using RudderStack.TrackingPlans;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.Local.Plans;

/// <summary>Checks messages by one tracking plan, as RudderStack's server does, for one source.</summary>
sealed class PlanCheck
{
    /// <summary>Comparing values deeper than this could need more stack than there is.</summary>
    const int MaxDepth = 512;

    static readonly (string Type, EventKind Kind)[] Kinds =
    [
        ("track", EventKind.Track),
        ("identify", EventKind.Identify),
        ("group", EventKind.Group),
        ("page", EventKind.Page),
        ("screen", EventKind.Screen),
    ];

    readonly TrackingPlan _plan;
    readonly EventSource? _source;
    readonly Dictionary<(EventKind Kind, string Name), (EventRule Rule, EventSchema? Schema)> _events = [];
    readonly List<string> _notices = [];

    /// <param name="plan">One without faults.</param>
    /// <param name="source">Whose settings say what is dropped; null for nothing.</param>
    public PlanCheck(TrackingPlan plan, EventSource? source)
    {
        _plan = plan;
        _source = source;
        foreach (var rule in plan.Rules)
            _events[(rule.Event.Kind, rule.Event.Name)] = (rule, Compile(rule));
    }

    public string PlanName => _plan.DisplayName;

    /// <summary>What of the plan cannot be checked.</summary>
    public IReadOnlyList<string> Notices => _notices;

    public PlanFinding Check(JsonElement message)
    {
        var type = Text(message, "type");
        var known = Array.FindIndex(Kinds, one => one.Type == type);
        if (known < 0)
            return PlanFinding.None;

        var kind = Kinds[known].Kind;
        var violations = Violations(message, kind);
        if (violations.Count == 0)
            return PlanFinding.None;

        var settings = _source?.Settings.GetValueOrDefault(kind);
        var found = violations.Select(violation => violation with { Message = message, IsDropped = Drops(settings, violation.Type) }).ToArray();
        var counts = found.GroupBy(violation => violation.Type).Select(ofType => (ofType.Key, ofType.Count()));
        return new PlanFinding(found[..Math.Min(found.Length, PlanFinding.MostViolations)], [.. counts])
        {
            IsDropped = Array.Exists(found, violation => violation.IsDropped),
        };
    }

    IReadOnlyList<PlanViolation> Violations(JsonElement message, EventKind kind)
    {
        var name = kind == EventKind.Track ? Text(message, "event") : "";
        if (!_events.TryGetValue((kind, name), out var planned))
            return kind == EventKind.Track ? [Unplanned(name)] : [];
        if (planned.Schema is null)
            return [];
        if (IsTooDeep(message))
            return [Unknown($"The message is nested deeper than {MaxDepth} levels, and is not checked.")];
        try
        {
            return ViolationReader.Read(message, SchemaWriter.PathOf(planned.Rule.Section), planned.Schema.Evaluate(message));
        }
        catch (Exception exception)
        {
            // The gateway takes the message all the same.
            return [Unknown($"The message could not be checked: {exception.Message}")];
        }
    }

    EventSchema? Compile(EventRule rule)
    {
        try
        {
            return EventSchema.Compile(rule);
        }
        catch (Exception exception)
        {
            // A schema that the server cannot compile either; or a fault of the check, which must not look like one of the plan.
            var because = Find<SchemaException>(exception) is { } fault
                ? $"{fault.Message}. RudderStack passes what it cannot compile."
                : $"the local data plane failed: {exception.GetType()}: {exception.Message}";
            var name = rule.Event.Kind == EventKind.Track ? $"track event \"{rule.Event.Name}\"" : $"{rule.Event.Kind.ToString().ToLowerInvariant()} event";
            _notices.Add($"Tracking plan \"{_plan.DisplayName}\": the {name} is not checked, since {because}");
            return null;
        }
    }

    static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not (null or T))
            exception = exception.InnerException;
        return (T?)exception;
    }

    PlanViolation Unplanned(string name)
    {
        var near = NearNames.Of(name, _plan.Rules.Where(rule => rule.Event.Kind == EventKind.Track).Select(rule => rule.Event.Name));
        var hint = near.Count == 0 ? "" : $" It has {string.Join(" and ", near.Select(known => $"\"{known}\""))}; names must be exactly equal.";
        return new PlanViolation { Type = PlanViolation.UnplannedEvent, Text = $"The plan \"{_plan.DisplayName}\" has no track event \"{name}\".{hint}" };
    }

    static PlanViolation Unknown(string text) => new() { Type = PlanViolation.UnknownViolation, Text = text };

    static bool Drops(ViolationSettings? settings, string type) => settings is not null && type switch
    {
        PlanViolation.UnplannedEvent => settings.DropUnplannedEvents,
        PlanViolation.AdditionalProperties => settings.DropUnplannedProperties,
        _ => settings.DropOtherViolations,
    };

    static bool IsTooDeep(JsonElement message)
    {
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(message), new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.CurrentDepth > MaxDepth)
                return true;
        }

        return false;
    }

    static string Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.ToString() : "";
}
