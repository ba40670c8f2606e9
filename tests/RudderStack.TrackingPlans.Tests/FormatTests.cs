using RudderStack.TrackingPlans.Model;

namespace RudderStack.TrackingPlans.Tests;

/// <summary>What is accepted and what is refused, beyond the cases of RudderStack's own tool.</summary>
public class FormatTests
{
    public static TheoryData<string, string?> Properties => new()
    {
        { "{id: a, name: a}", null },
        { "{id: a, name: a, type: \"\"}", null },
        { "{id: a, name: a, types: []}", null },
        { "{id: a, name: a, type: string, config: {}}", null },
        { "{id: a, name: a, type: object, config: {}}", null },
        { "{id: a, name: a, types: [string, \"null\"], config: {minimum: 1, min_items: 2}}", null },
        { "{id: a, name: a, config: {minimum: 1.5, min_length: 2, unique_items: true}}", null },
        { "{id: a, name: a, type: string, item_type: string}", null },
        { "{id: a, name: a, type: string, config: {pattern: \"(\"}}", null },
        { "{id: a, name: a, type: string, config: {enum: []}}", null },
        { "{id: a, name: a, type: string, config: {enum: [1, \"1\", true]}}", null },
        { "{id: a, name: a, type: string, config: {enum: [1, 1.0]}}", "twice" },
        { "{id: a, name: a, type: string, config: {enum: [[1]]}}", "must be a scalar" },
        { "{id: a, name: a, type: string, config: {enums: [a]}}", "enums is not known" },
        { "{id: a, name: a, type: integer, config: {minimum: 1.0}}", null },
        { "{id: a, name: a, type: integer, config: {multiple_of: 0}}", "above 0" },
        { "{id: a, name: a, type: integer, config: {multiple_of: 0.5}}", "whole number" },
        { "{id: a, name: a, type: number, config: {minimum: 1, maximum: 1}}", null },
        { "{id: a, name: a, type: number, config: {minimum: \"1\"}}", "must be a number" },
        { "{id: a, name: a, type: number, config: {exclusive_minimum: 2, exclusive_maximum: 1}}", "above" },
        { "{id: a, name: a, type: array, config: {min_items: 2, max_items: 1}}", "above" },
        { "{id: a, name: a, type: string, config: {max_length: 1.5}}", "whole number" },
        { "{id: a, name: a, type: string, config: [1]}", "must be a mapping" },
        { "{id: a, name: a, type: boolean, config: {enum: [true]}}", null },
        { "{id: a, name: a, type: \"null\", config: {enum: [null]}}", "no config" },
        { "{id: a, name: a, type: null}", null },
        { "{id: a, name: 404}", "write \"404\"" },
        { "{id: 7, name: a}", "must be text" },
        { "{id: a, name: a, type: yes}", "yes is no type" },
        { "{id: a, name: a, types: [null]}", "write \"null\", with quotes" },
        { "{id: a, name: a, description: abc}", null },
        { "{id: a, name: a, description: \"\"}", null },
        { "{id: a, name: a, description: 1st}", null },
        { "{id: a, name: a, description: ab}", "3 to 2000 characters" },
        { "{id: a, name: 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉}", null },
        { "{id: \"any text at all!\", name: a}", null },
        { "{id: a, name: a, propConfig: {}}", "propConfig is not known" },
        { "{id: a, name: a, type: \"#custom-type:nowhere\"}", "No custom type has the id nowhere" },
        { "{id: a, name: a, type: array, item_type: \"#custom-type:nowhere\"}", "No custom type has the id nowhere" },
        { "{id: a, name: a, type: \"#property:a\"}", "is no type" },
        { "7", "must hold mappings" },
        { "{id: a, name: a, type: string}, {id: b, name: a, type: integer}", null },
        { "{id: a, name: a, type: string}, {id: b, name: a, types: [string]}", "with the type string" },
        { "{id: a, name: a, type: array, item_type: string}, {id: b, name: a, type: array, item_type: integer}", null },
    };

    public static TheoryData<string, string?> Rules => new()
    {
        { "[]", null },
        { "[{type: event_rule, id: r, event: \"#event:e\"}]", null },
        { "[{type: event_rule, id: r, event: \"#event:e\", identity_section: context.traits}]", null },
        { "[{type: event_rule, id: r, event: \"#event:e\", identity_section: context}]", "is no section" },
        { "[{type: rule, id: r, event: \"#event:e\"}]", "is event_rule" },
        { "[{type: event_rule, event: \"#event:e\"}]", "id is missing" },
        { "[{type: event_rule, id: r}]", "event is missing" },
        { "[{type: event_rule, id: r, event: \"#event:nowhere\"}]", "No event has the id nowhere; defined are: e, f" },
        { "[{type: event_rule, id: r, event: e}]", "no reference to an event" },
        { "[{type: event_rule, id: r, event: {$ref: \"#/events/g/e\"}}]", "must be text" },
        { "[{type: event_rule, id: r, event: \"#event:e\", includes: {}}]", "includes is not known" },
        { "[{type: event_rule, id: r, event: \"#event:e\", additional_properties: \"yes\"}]", "true or false" },
        { "[{type: event_rule, id: r, event: \"#event:e\"}, {type: event_rule, id: r, event: \"#event:f\"}]", "is used twice in the rules" },
        { "[{type: event_rule, id: r, event: \"#event:e\"}, {type: event_rule, id: s, event: \"#event:e\"}]", "has a rule in this plan already" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:s\"}, {property: \"#property:s\"}]}]", "in this list already" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:s\", required: 1}]}]", "true or false" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:o\", properties: [{property: \"#property:s\"}]}]}]", null },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:l\", properties: [{property: \"#property:s\"}], additional_properties: false}]}]", null },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:o\", additional_properties: false}]}]", "only beside properties" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:s\", properties: [{property: \"#property:o\"}]}]}]", "must be an object" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:any\", properties: [{property: \"#property:o\"}]}]}]", "must be an object" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:oa\", properties: [{property: \"#property:s\"}]}]}]", "must be an object" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:ls\", properties: [{property: \"#property:s\"}]}]}]", "must be an object" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:c\", properties: [{property: \"#property:s\"}]}]}]", "must be an object" },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:o\", properties: [{property: \"#property:o\", properties: [{property: \"#property:o\", properties: [{property: \"#property:o\"}]}]}]}]}]", null },
        { "[{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:o\", properties: [{property: \"#property:o\", properties: [{property: \"#property:o\", properties: [{property: \"#property:o\", properties: [{property: \"#property:s\"}]}]}]}]}]}]", "at most 3 levels" },
        { Variant("#property:s", "{display_name: A, match: [a], properties: [{property: \"#property:o\"}]}"), null },
        { Variant("#property:s", "{display_name: A, match: [1.0, true], properties: [{property: \"#property:o\"}]}"), null },
        { Variant("#property:s", "{display_name: A, match: [1.5], properties: [{property: \"#property:o\"}]}"), "whole numbers" },
        { Variant("#property:s", "{display_name: A, match: [null], properties: [{property: \"#property:o\"}]}"), "whole numbers" },
        { Variant("#property:s", "{display_name: A, match: [a], properties: []}"), "at least one property" },
        { Variant("#property:o", "{display_name: A, match: [a], properties: [{property: \"#property:s\"}]}"), "must be one of the properties" },
        { Variant("#property:n", "{display_name: A, match: [1], properties: [{property: \"#property:s\"}]}", ", {property: \"#property:n\"}"), "text, an integer or a boolean" },
        { Variant("#property:s", "{display_name: A, match: [a], properties: [{property: \"#property:nowhere\"}]}"), "No property has the id nowhere" },
        { Variant("#property:s", ""), "at least one case" },
    };

    public static TheoryData<string, string?> Plans => new()
    {
        { "id: p\n  display_name: Plan", null },
        { "id: p\n  display_name: Plan\n  description: A plan", null },
        { "id: p\n  display_name: Plan\n  description: 1st plan", "letter from A to Z" },
        { "id: p\n  display_name: Pl", "3 to 65" },
        { "id: p\n  display_name: 1st Plan", "begins with a letter" },
        { "id: p\n  display_name: Plän", "only such letters" },
        { "id: p\n  display_name: _Plan, v1.0-x", null },
        { "display_name: Plan", "id is missing" },
        { "id: p", "display_name is missing" },
        { "id: p\n  display_name: Plan\n  name: x", "name is not known" },
        { "id: p\n  display_name: Plan\n  rules: 7", "must be a list" },
    };

    [Theory]
    [MemberData(nameof(Properties))]
    public void AProperty(string properties, string? fault) => Check(fault, ("properties.yaml", Spec("properties", $"properties: [{properties}]")));

    [Theory]
    [MemberData(nameof(Rules))]
    public void ARule(string rules, string? fault) => Check(
        fault,
        ("plan.yaml", Spec("tracking-plan", $"id: p\n  display_name: Plan\n  rules: {rules}")),
        ("events.yaml", Spec("events", "events: [{id: e, name: E, event_type: track}, {id: f, name: F, event_type: track}]")),
        ("types.yaml", Spec("custom-types", "types: [{id: t, name: Tt, type: object}]")),
        ("properties.yaml", Spec("properties", "properties: [{id: s, name: s, type: string}, {id: n, name: n, type: number}, {id: o, name: o, type: object}, {id: l, name: l, type: array}, {id: ls, name: ls, type: array, item_type: string}, {id: oa, name: oa, types: [object, array]}, {id: any, name: any}, {id: c, name: c, type: \"#custom-type:t\"}]")));

    [Theory]
    [MemberData(nameof(Plans))]
    public void APlan(string spec, string? fault) => Check(fault, ("plan.yaml", Spec("tracking-plan", spec)));

    [Theory]
    [InlineData("kind: Deployment\nversion: v1", null)]
    [InlineData("services: {}\nversion: \"3\"", null)]
    [InlineData("a: 1", null)]
    [InlineData("[1, 2]", "is a mapping with version")]
    [InlineData("text", "is a mapping with version")]
    [InlineData("kind: properties\nversion: 1\nmetadata: {name: a}\nspec: {}", "version is not known")]
    [InlineData("kind: other\nversion: rudder/v1\nmetadata: {name: a}\nspec: {}", "kind is not known")]
    [InlineData("kind: transformation\nversion: rudder/v1\nmetadata: {name: a}\nspec: {anything: 1}", null)]
    [InlineData("kind: event-stream-source\nversion: rudder/0.1\nmetadata: {name: a}\nspec: {}", null)]
    [InlineData("kind: tracking-plan\nversion: rudder/v0.1\nmetadata: {name: a}\nspec: {id: a, display_name: Plan}", "is tp")]
    [InlineData("kind: properties\nversion: rudder/v1\nmetadata: {name: 7}\nspec: {}", "metadata needs a name")]
    [InlineData("kind: properties\nversion: rudder/v1\nmetadata: {name: a, extra: 1, import: 7}\nspec: {}", null)]
    [InlineData("kind: properties\nversion: rudder/v1\nmetadata: {name: a}\nspec: {}\nspecs: 1", "specs is not known")]
    [InlineData("kind: properties\nversion: rudder/v1\nmetadata: {name: a}\nspec: [1]", "spec must be a mapping")]
    public void AnEnvelope(string text, string? fault) => Check(fault, ("a.yaml", text));

    [Theory]
    [InlineData("properties: [{id: a, name: a, type: \"string, null\", unknown: 1}]", "properties", null)]
    [InlineData("properties: [{id: a, name: a, type: \"string, string\"}]", "properties", "twice")]
    [InlineData("properties: [{id: a, name: a, type: \"string, text\"}]", "properties", "text is no type")]
    [InlineData("properties: [{id: a, name: a, type: \"#/custom-types/any-group/nowhere\"}]", "properties", "No custom type has the id nowhere")]
    [InlineData("properties: [{id: a, name: a, type: \"#custom-type:a\"}]", "properties", "is no type")]
    [InlineData("properties: [{id: a, name: a, type: array, propConfig: {itemTypes: [text]}}]", "properties", "no primitive type")]
    [InlineData("properties: [{id: a, name: a, type: string, propConfig: {min_length: 1}}]", "properties", "min_length is not known")]
    [InlineData("{id: p, display_name: Plan, rules: [{type: event_rule, id: r, event: {$ref: \"#/events/g/nowhere\"}}]}", "tp", "No event has the id nowhere")]
    [InlineData("{id: p, display_name: Plan, rules: [{type: event_rule, id: r, event: \"#/events/g/e\"}]}", "tp", "must be a mapping")]
    [InlineData("{id: p, display_name: Plan, rules: [{type: event_rule, id: r}]}", "tp", "event is missing")]
    public void TheOlderVersion(string spec, string kind, string? fault) =>
        Check(fault, ("a.yaml", $"version: rudder/0.1\nkind: {kind}\nmetadata: {{name: a}}\nspec:\n  {spec}\n"));

    [Fact]
    public void BothVersionsReferToEachOther()
    {
        var catalog = PlanReader.Read(
        [
            new PlanFile("old.yaml", "version: rudder/0.1\nkind: properties\nmetadata: {name: a}\nspec: {properties: [{id: a, name: a, type: string}]}"),
            new PlanFile("events.yaml", Spec("events", "events: [{id: e, name: E, event_type: track}]")),
            new PlanFile("plan.yaml", Spec("tracking-plan", "id: p\n  display_name: Plan\n  rules: [{type: event_rule, id: r, event: \"#event:e\", properties: [{property: \"#property:a\"}]}]")),
        ]);

        Assert.Empty(catalog.Faults);
        Assert.Equal("a", Assert.Single(Assert.Single(Assert.Single(catalog.Plans).Rules).Properties).Property.Name);
    }

    [Fact]
    public void SettingsOfSourcesAreRead()
    {
        var catalog = PlanReader.Read([new PlanFile("source.yaml", Spec("event-stream-source", "id: web\n  governance: {validations: {tracking_plan: \"#tracking-plan:p\", config: {track: {drop_unplanned_events: true, drop_other_violations: true}, page: {propagate_violations: true}}}}"))]);

        Assert.Empty(catalog.Faults);
        var source = Assert.Single(catalog.Sources);
        Assert.Equal(("web", "p"), (source.Id, source.PlanId));
        Assert.True(source.Settings[EventKind.Track] is { DropUnplannedEvents: true, DropOtherViolations: true, DropUnplannedProperties: false });
        Assert.True(source.Settings[EventKind.Page].PropagateViolations);
    }

    [Theory]
    [InlineData("a.yaml", true)]
    [InlineData("A.YML", true)]
    [InlineData("a.vars.yaml", false)]
    [InlineData("a.vars.yml", false)]
    [InlineData("a.yaml.txt", false)]
    [InlineData("a.json", false)]
    public void APlansFilesAreKnownByTheirNames(string path, bool isPlan) => Assert.Equal(isPlan, PlanFile.IsPlan(path));

    static string Variant(string discriminator, string cases, string further = "") =>
        $"[{{type: event_rule, id: r, event: \"#event:e\", properties: [{{property: \"#property:s\"}}{further}], variants: [{{type: discriminator, discriminator: \"{discriminator}\", cases: [{cases}]}}]}}]";

    static string Spec(string kind, string spec) => $"version: rudder/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec:\n  {spec}\n";

    static void Check(string? fault, params (string Path, string Text)[] files)
    {
        var faults = PlanReader.Read(files.Select(static file => new PlanFile(file.Path, file.Text))).Faults;
        if (fault is null)
            Assert.Empty(faults);
        else
            Assert.Contains(faults, one => one.Text.Contains(fault, StringComparison.Ordinal));
    }
}
