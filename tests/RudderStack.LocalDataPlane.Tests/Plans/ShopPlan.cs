using System.Text.Json;
using RudderStack.Local.Plans;
using RudderStack.TrackingPlans;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.Local.Tests.Plans;

/// <summary>Plans of one event, written down as shortly as a test wants them, and the check by them.</summary>
static class ShopPlan
{
    /// <summary>The files of a plan whose one event is a track event E, or of another kind.</summary>
    /// <param name="properties">Entries of the list of properties.</param>
    /// <param name="rule">Members of the rule.</param>
    /// <param name="types">Entries of the list of custom types.</param>
    /// <param name="kind">The event's kind.</param>
    public static IReadOnlyList<(string Name, string Text)> Files(string properties, string rule, string types = "", string kind = "track") =>
    [
        ("properties.yaml", Spec("properties", $"properties: [{properties}]")),
        ("types.yaml", Spec("custom-types", $"types: [{types}]")),
        ("events.yaml", Spec("events", $"events: [{{id: e, event_type: {kind}{(kind == "track" ? ", name: E" : "")}}}]")),
        ("plan.yaml", Spec("tracking-plan", $$"""id: shop, display_name: Shop, rules: [{type: event_rule, id: r, event: "#event:e", {{rule}}}]""")),
    ];

    public static string Source(string id, string config, string plan = "shop") => Spec(
        "event-stream-source", $$"""id: {{id}}, name: {{id}}, type: net, governance: {validations: {tracking_plan: "#tracking-plan:{{plan}}", config: { {{config}} } } }""");

    public static string Spec(string kind, string spec) => $"version: rudder/v1\nkind: {kind}\nmetadata: {{name: test}}\nspec: {{{spec}}}\n";

    public static EventRule Rule(string properties, string rule, string types = "", string kind = "track") =>
        Read(Files(properties, rule, types, kind)).Plans.Single().Rules.Single();

    public static PlanCheck Check(string properties, string rule, string types = "", string kind = "track") =>
        new(Read(Files(properties, rule, types, kind)).Plans.Single(), null);

    /// <summary>The violations of a message, as "type path property".</summary>
    public static IEnumerable<string> Violations(PlanCheck check, string message) =>
        check.Check(JsonElement.Parse(message)).Violations.Select(violation => $"{violation.Type} {violation.InstancePath} {violation.Property}".TrimEnd());

    /// <summary>A track event E with properties.</summary>
    public static string E(string properties) => $$"""{"type":"track","event":"E","userId":"u","messageId":"m-1","properties":{{properties}}}""";

    public static PlanCatalog Read(IEnumerable<(string Name, string Text)> files)
    {
        var catalog = PlanReader.Read(files.Select(file => new PlanFile(file.Name, file.Text)));
        Assert.Empty(catalog.Faults);
        return catalog;
    }
}
