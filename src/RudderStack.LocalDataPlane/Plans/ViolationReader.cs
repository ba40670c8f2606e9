using System.Text.Json;
using Json.Schema;
using RudderStack.Local.Plans.Schema;

namespace RudderStack.Local.Plans;

/// <summary>Reads the violations of a message out of what its schema's evaluation says.</summary>
sealed class ViolationReader
{
    const string NotPlanned = "is not planned, and the plan allows no other properties here.";
    const string PlannedInCase = "is planned only in a case whose rules are met, and counts as not planned here.";

    readonly JsonElement _message;
    readonly IReadOnlyList<string> _section;
    readonly List<PlanViolation> _violations = [];
    readonly HashSet<(string, string, string)> _seen = [];

    ViolationReader(JsonElement message, IReadOnlyList<string> section)
    {
        _message = message;
        _section = section;
    }

    /// <param name="message">The message.</param>
    /// <param name="section">The names that lead to the section that the schema is about.</param>
    /// <param name="results">Of the whole schema.</param>
    public static IReadOnlyList<PlanViolation> Read(JsonElement message, IReadOnlyList<string> section, EvaluationResults results)
    {
        var reader = new ViolationReader(message, section);
        reader.Read(results);
        return reader._violations;
    }

    void Read(EvaluationResults node)
    {
        if (node.IsValid)
            return;
        foreach (var (keyword, fault) in node.Errors ?? [])
        {
            if (keyword != "unevaluatedProperties")
                AddFault(node, keyword, fault);
        }

        var branches = new List<EvaluationResults>();
        foreach (var child in node.Details ?? [])
        {
            var step = Step(node, child);
            if (step.StartsWith("/anyOf/", StringComparison.Ordinal))
            {
                branches.Add(child);
                continue;
            }

            Read(child);
            if (step == "/then" && !child.IsValid)
                AddCase(node);
        }

        if (branches.Count > 0)
            ReadAnyOf(node, branches);
        if ((node.Errors ?? []).TryGetValue("unevaluatedProperties", out var names))
            AddUnevaluated(node, NameList.Read(names));
    }

    /// <summary>Of properties of one name, that one is meant whose type fits; if none does, the first says what is there.</summary>
    void ReadAnyOf(EvaluationResults node, List<EvaluationResults> branches)
    {
        var path = Path(node);
        var read = branches.ConvertAll(branch => Read(_message, _section, branch));
        var fits = read.Find(violations => !violations.Any(violation => violation.Type == PlanViolation.DatatypeMismatch && violation.InstancePath == path.Pointer));
        if (fits is not null)
        {
            foreach (var violation in fits)
                Add(violation);
            return;
        }

        var texts = read.Select(violations => violations.First(violation => violation.Type == PlanViolation.DatatypeMismatch && violation.InstancePath == path.Pointer).Text).ToList();
        Add(PlanViolation.DatatypeMismatch, path, string.Join(" Or: ", texts.Distinct()));
    }

    void AddFault(EvaluationResults node, string keyword, string fault)
    {
        var path = Path(node);
        switch (keyword)
        {
            case "":
                AddUnplanned(path, NotPlanned);
                break;
            case "required":
                foreach (var name in NameList.Read(fault))
                    Add(new PlanViolation { Type = PlanViolation.RequiredMissing, InstancePath = path.Pointer, Property = name, Text = $"{path.TextOf(name, _section)} is missing; the plan requires it." });
                break;
            case "type":
                Add(PlanViolation.DatatypeMismatch, path, $"{path.Text} {fault}");
                break;
            default:
                Add(PlanViolation.AdvanceRulesViolation, path, $"{path.Text} {fault}");
                break;
        }
    }

    void AddUnevaluated(EvaluationResults node, string[] names)
    {
        var here = node.InstanceLocation.ToString();
        foreach (var name in names)
        {
            var pointer = JsonPointers.Append(here, name);
            AddUnplanned(MessagePath.Of(_message, _section, pointer), InFailedCase(node, pointer) ? PlannedInCase : NotPlanned);
        }
    }

    // The library names the property, the server the object that has it.
    void AddUnplanned(MessagePath path, string text) => Add(new PlanViolation
    {
        Type = PlanViolation.AdditionalProperties,
        InstancePath = path.Pointer[..path.Pointer.LastIndexOf('/')],
        Property = path.Property,
        Text = $"{path.Text} {text}",
    });

    /// <summary>Whether a case plans the property, and is not met: by the rules of JSON schema nobody then knows the property.</summary>
    static bool InFailedCase(EvaluationResults node, string pointer) =>
        (node.Details ?? []).Where(one => !one.IsValid && Step(node, one).StartsWith("/allOf/", StringComparison.Ordinal))
            .SelectMany(one => one.Details ?? []).Where(then => !then.IsValid)
            .SelectMany(then => then.Details ?? []).Any(property => property.InstanceLocation.ToString() == pointer);

    /// <summary>Says which value of the discriminator brought the rules that are broken, beside the faults themselves.</summary>
    void AddCase(EvaluationResults node)
    {
        var condition = (node.Details ?? []).Find(child => Step(node, child) == "/if");
        var discriminator = (condition?.Details ?? []).Find(child => Step(condition!, child).StartsWith("/properties/", StringComparison.Ordinal));
        var path = Path(discriminator ?? node);
        var text = discriminator is null
            ? "What the plan requires in this case is not met."
            : $"{path.Text} is {ValueText.Of(ValueAt(path))}, and what the plan requires in this case is not met.";
        Add(new PlanViolation { Type = PlanViolation.AdvanceRulesViolation, InstancePath = node.InstanceLocation.ToString(), Property = path.Property, Text = text });
    }

    JsonElement ValueAt(MessagePath path) => Json.Pointer.JsonPointer.Parse(path.Pointer).Evaluate(_message)!.Value;

    void Add(string type, MessagePath path, string text) =>
        Add(new PlanViolation { Type = type, InstancePath = path.Pointer, Property = path.Property, Text = text });

    // A property that a case repeats breaks its rules twice.
    void Add(PlanViolation violation)
    {
        if (_seen.Add((violation.Type, violation.InstancePath, violation.Text)))
            _violations.Add(violation);
    }

    MessagePath Path(EvaluationResults node) => MessagePath.Of(_message, _section, node.InstanceLocation.ToString());

    /// <summary>The keywords and indexes that lead from a schema to one inside it.</summary>
    static string Step(EvaluationResults node, EvaluationResults child) => child.EvaluationPath.ToString()[node.EvaluationPath.ToString().Length..];
}
