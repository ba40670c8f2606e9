namespace RudderStack.Local.Tests.Plans;

/// <summary>Which event of a plan a message is checked by, and in which section.</summary>
public sealed class EventChoiceTests
{
    const string Properties = "{id: a, name: a, type: string}";
    const string Rule = "properties: [{property: \"#property:a\", required: true}]";

    [Theory]
    [InlineData("E")]
    [InlineData("e", "Unplanned-Event")]
    [InlineData("E ", "Unplanned-Event")]
    [InlineData("", "Unplanned-Event")]
    public void ATrackEventIsFoundByItsExactName(string name, params string[] violations) =>
        Assert.Equal(violations, ShopPlan.Violations(ShopPlan.Check(Properties, Rule), $$"""{"type":"track","event":"{{name}}","properties":{"a":"x"} }"""));

    [Fact]
    public void ATrackEventWithoutANameIsUnplanned() =>
        Assert.Equal(["Unplanned-Event"], ShopPlan.Violations(ShopPlan.Check(Properties, Rule), """{"type":"track"}"""));

    [Theory]
    [InlineData("identify")]
    [InlineData("group")]
    [InlineData("page")]
    [InlineData("screen")]
    public void OtherKindsAreFoundByTheirKindAlone(string kind)
    {
        var check = ShopPlan.Check(Properties, Rule + ", identity_section: traits", kind: kind);

        Assert.Equal(["Required-Missing /traits a"], ShopPlan.Violations(check, $$"""{"type":"{{kind}}","event":"x","name":"y","traits":{} }"""));
        Assert.Equal(["Unplanned-Event"], ShopPlan.Violations(check, """{"type":"track","event":"E"}"""));
    }

    [Theory]
    [InlineData("identify")]
    [InlineData("group")]
    [InlineData("page")]
    [InlineData("screen")]
    [InlineData("alias")]
    [InlineData("Track")]
    [InlineData("extract")]
    public void WhatThePlanDoesNotHaveViolatesNothingUnlessItIsATrackEvent(string type) =>
        Assert.Empty(ShopPlan.Violations(ShopPlan.Check(Properties, Rule), $$"""{"type":"{{type}}","event":"E","properties":{},"traits":{"b":1} }"""));

    [Theory]
    [InlineData("properties", """ "properties":{"a":1} """, "/properties/a")]
    [InlineData("traits", """ "traits":{"a":1} """, "/traits/a")]
    [InlineData("context.traits", """ "context":{"traits":{"a":1},"ip":"::"} """, "/context/traits/a")]
    public void ASectionIsCheckedAndNoOther(string section, string members, string path)
    {
        var check = ShopPlan.Check(Properties, Rule + ", identity_section: " + section, kind: "identify");

        Assert.Equal([$"Datatype-Mismatch {path} a"], ShopPlan.Violations(check, $$"""{"type":"identify",{{members}}}"""));
        var others = new[] { "\"properties\"", "\"traits\"", "\"context\"" }.Where(name => !members.Contains(name + ":{", StringComparison.Ordinal) || (name == "\"traits\"" && section == "context.traits"));
        Assert.Empty(ShopPlan.Violations(check, $$"""{"type":"identify",{{string.Join(',', others.Select(name => name + ":{\"b\":1}"))}}}"""));
    }

    [Theory]
    [InlineData("properties", """{"type":"track","event":"E"}""")]
    [InlineData("traits", """{"type":"track","event":"E","properties":{}}""")]
    [InlineData("context.traits", """{"type":"track","event":"E","context":{"ip":"::"}}""")]
    [InlineData("context.traits", """{"type":"track","event":"E"}""")]
    public void AMessageWithoutTheSectionViolatesNothing(string section, string message) =>
        Assert.Empty(ShopPlan.Violations(ShopPlan.Check(Properties, Rule + ", identity_section: " + section), message));
}
