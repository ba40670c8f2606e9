namespace RudderStack.Local.Tests.Plans;

/// <summary>Properties that depend on the value of another.</summary>
public sealed class VariantTests
{
    const string Properties = """
        {id: kind, name: kind, type: string}, {id: level, name: level, type: integer}, {id: on, name: on, type: boolean},
        {id: card, name: card, type: string, config: {min_length: 4}}, {id: why, name: why, type: string}
        """;

    const string Variants = """
        variants: [{type: discriminator, discriminator: "#property:kind",
          cases: [{display_name: Card, match: [card, "4"], properties: [{property: "#property:card", required: true}]}, {display_name: Free, match: [free], properties: [{property: "#property:kind"}]}],
          default: {properties: [{property: "#property:why", required: true}]}}]
        """;

    const string Rule = "properties: [{property: \"#property:kind\"}], " + Variants;

    [Theory]
    [InlineData("""{"kind":"card","card":"1234"}""")]
    [InlineData("""{"kind":"4","card":"1234"}""")]
    [InlineData("""{"kind":"free"}""")]
    [InlineData("""{"kind":"other","why":"x"}""")]
    [InlineData("{}")]
    [InlineData("""{"kind":"card"}""", "Advance-Rules-Violation /properties kind", "Required-Missing /properties card")]
    [InlineData("""{"kind":"card","card":"12"}""", "Additional-Properties /properties card", "Advance-Rules-Violation /properties kind", "Advance-Rules-Violation /properties/card card")]
    [InlineData("""{"kind":"other"}""", "Advance-Rules-Violation /properties kind", "Required-Missing /properties why")]
    [InlineData("""{"kind":"free","card":"1234"}""", "Additional-Properties /properties card")]
    [InlineData("""{"kind":"card","card":"1234","why":"x"}""", "Additional-Properties /properties why")]
    [InlineData("""{"card":"1234"}""", "Additional-Properties /properties card")]
    [InlineData("""{"kind":"other","why":1,"x":1}""", "Additional-Properties /properties why", "Additional-Properties /properties x", "Advance-Rules-Violation /properties kind", "Datatype-Mismatch /properties/why why")]
    public void ACaseHoldsForItsValuesAndTheDefaultForAllOthers(string properties, params string[] violations) =>
        Assert.Equal(violations, ShopPlan.Violations(ShopPlan.Check(Properties, Rule), ShopPlan.E(properties)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("level", "[1, 2]", "2", "3")]
    [InlineData("on", "[false]", "false", "true")]
    public void NumbersAndBooleansMatchToo(string discriminator, string match, string value, string other)
    {
        var check = ShopPlan.Check(
            Properties,
            $$"""properties: [{property: "#property:{{discriminator}}", required: true}], variants: [{type: discriminator, discriminator: "#property:{{discriminator}}", cases: [{display_name: One, match: {{match}}, properties: [{property: "#property:why", required: true}]}]}]""");

        Assert.Contains("Required-Missing /properties why", ShopPlan.Violations(check, ShopPlan.E($$"""{"{{discriminator}}":{{value}}}""")));
        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E($$"""{"{{discriminator}}":{{other}}}""")));
    }

    [Theory]
    [InlineData("", """{"kind":"card","card":"1234","x":1}""")]
    [InlineData("", """{"kind":"card","x":1}""", "Advance-Rules-Violation /properties/v kind", "Required-Missing /properties/v card")]
    [InlineData("config: {additional_properties: false}, ", """{"kind":"card","card":"1234"}""")]
    [InlineData("config: {additional_properties: false}, ", """{"kind":"card","card":"1234","x":1}""", "Additional-Properties /properties/v x")]
    public void CustomTypesHaveCasesToo(string config, string value, params string[] violations)
    {
        var check = ShopPlan.Check(
            Properties + ", {id: v, name: v, type: \"#custom-type:t\"}",
            "properties: [{property: \"#property:v\"}]",
            $"{{id: t, name: Payment, type: object, {config}properties: [{{property: \"#property:kind\"}}], {Variants}}}");

        Assert.Equal(violations, ShopPlan.Violations(check, ShopPlan.E($$"""{"v":{{value}}}""")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheSentencesSayWhichValueBroughtTheCase()
    {
        var finding = ShopPlan.Check(Properties, Rule).Check(System.Text.Json.JsonElement.Parse(ShopPlan.E("""{"kind":"card","card":"12"}""")));

        Assert.Equal(
            [
                "card has 2 characters; the plan expects at least 4.",
                "kind is \"card\", and what the plan requires in this case is not met.",
                "card is planned only in a case whose rules are met, and counts as not planned here.",
            ],
            finding.Violations.Select(violation => violation.Text));
    }
}
