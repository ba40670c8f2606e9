using System.Text.Json;

namespace RudderStack.Local.Tests.Plans;

/// <summary>The types, properties and paths of violations.</summary>
public sealed class ViolationTests
{
    const string Closed = "{id: a, name: a, type: string}, {id: n, name: n, type: number}";
    const string BothOptional = "properties: [{property: \"#property:a\"}, {property: \"#property:n\"}]";

    [Theory]
    [InlineData("""{"a":"x","n":1}""")]
    [InlineData("{}")]
    [InlineData("""{"b":1}""", "Additional-Properties /properties b")]
    [InlineData("""{"b":1,"c":{"d":1}}""", "Additional-Properties /properties b", "Additional-Properties /properties c")]
    [InlineData("""{"a":1}""", "Datatype-Mismatch /properties/a a")]
    [InlineData("""{"a":null}""", "Datatype-Mismatch /properties/a a")]
    [InlineData("""{"n":"1"}""", "Datatype-Mismatch /properties/n n")]
    [InlineData("[]", "Datatype-Mismatch /properties properties")]
    [InlineData("null", "Datatype-Mismatch /properties properties")]
    public void AClosedRuleTakesWhatItPlans(string properties, params string[] violations) =>
        Assert.Equal(violations, ShopPlan.Violations(ShopPlan.Check(Closed, BothOptional), ShopPlan.E(properties)).Order(StringComparer.Ordinal));

    [Fact]
    public void AnOpenRuleTakesMore() =>
        Assert.Empty(ShopPlan.Violations(ShopPlan.Check(Closed, BothOptional + ", additional_properties: true"), ShopPlan.E("""{"b":1}""")));

    [Fact]
    public void EachRequiredPropertyIsMissedByItself()
    {
        var check = ShopPlan.Check(Closed, "properties: [{property: \"#property:a\", required: true}, {property: \"#property:n\", required: true}]");

        Assert.Equal(["Required-Missing /properties a", "Required-Missing /properties n"], ShopPlan.Violations(check, ShopPlan.E("{}")));
    }

    [Theory]
    [InlineData("string", "\"x\"", "1", "1.5", "true", "null", "{}", "[]")]
    [InlineData("integer", "1", "1.5", "\"1\"", "true", "null", "{}", "[]")]
    [InlineData("integer", "1.0", "0.1")]
    [InlineData("integer", "1e300", "1e-300")]
    [InlineData("number", "1.5", "\"1\"", "true", "null", "{}", "[]")]
    [InlineData("boolean", "false", "1", "\"true\"", "null", "{}", "[]")]
    [InlineData("\"null\"", "null", "0", "\"\"", "false", "{}", "[]")]
    [InlineData("object", "{\"x\":1}", "1", "\"\"", "null", "[]")]
    [InlineData("array", "[1]", "1", "\"\"", "null", "{}")]
    public void EachTypeTakesItsValuesAlone(string type, string good, params string[] bad)
    {
        var check = ShopPlan.Check($"{{id: a, name: a, type: {type}}}", "properties: [{property: \"#property:a\"}]");

        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{good}}}""")));
        Assert.All(bad, value => Assert.Equal(["Datatype-Mismatch /properties/a a"], ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{value}}}"""))));
    }

    [Fact]
    public void WithoutATypeAnyValueIsTaken()
    {
        var check = ShopPlan.Check("{id: a, name: a}", "properties: [{property: \"#property:a\"}]");

        Assert.All((string[])["1", "\"x\"", "null", "[{}]", "{\"b\":1}"], value => Assert.Empty(ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{value}}}"""))));
    }

    [Theory]
    [InlineData("type: string, config: {enum: [x, \"\"]}", "\"\"", "\"y\"")]
    [InlineData("type: integer, config: {enum: [1, 2]}", "2.0", "3")]
    [InlineData("type: number, config: {enum: [0.1]}", "0.1", "0.2")]
    [InlineData("type: boolean, config: {enum: [true]}", "true", "false")]
    [InlineData("types: [string, \"null\"], config: {enum: [x, null]}", "null", "\"y\"")]
    [InlineData("type: string, config: {min_length: 2}", "\"ab\"", "\"a\"")]
    [InlineData("type: string, config: {min_length: 2}", "\"e\\u0301\"", "\"😀\"")]
    [InlineData("type: string, config: {max_length: 1}", "\"😀\"", "\"e\\u0301\"")]
    [InlineData("type: string, config: {pattern: \"^[A-Z]+$\"}", "\"AB\"", "\"Ab\"")]
    [InlineData("type: integer, config: {minimum: 1}", "1", "0")]
    [InlineData("type: integer, config: {maximum: 1}", "1", "2")]
    [InlineData("type: number, config: {exclusive_minimum: 1}", "1.1", "1")]
    [InlineData("type: number, config: {exclusive_maximum: 1}", "0.9", "1")]
    [InlineData("type: integer, config: {multiple_of: 5}", "-10", "4")]
    [InlineData("type: number, config: {multiple_of: 0.5}", "1.5", "1.6")]
    [InlineData("type: number, config: {multiple_of: 0.01}", "0.25", "19.99")]
    [InlineData("type: array, config: {min_items: 1}", "[1]", "[]")]
    [InlineData("type: array, config: {max_items: 1}", "[1]", "[1,2]")]
    [InlineData("type: array, config: {unique_items: true}", "[1,\"1\",[1],{\"a\":1}]", "[1,1.0]")]
    [InlineData("type: array, config: {unique_items: true}", "[{\"a\":1},{\"a\":2}]", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]")]
    [InlineData("type: array, config: {unique_items: false}", "[1,1]", null)]
    public void EachWordOfConfigIsAnAdvanceRule(string property, string good, string? bad)
    {
        var check = ShopPlan.Check($"{{id: a, name: a, {property}}}", "properties: [{property: \"#property:a\"}]");

        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{good}}}""")));
        if (bad is not null)
            Assert.Equal(["Advance-Rules-Violation /properties/a a"], ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{bad}}}""")));
    }

    [Fact]
    public void WordsForOtherTypesAreNotAppliedToTheValue()
    {
        var check = ShopPlan.Check("{id: a, name: a, types: [string, integer, array], config: {min_length: 2, minimum: 5, min_items: 1}}", "properties: [{property: \"#property:a\"}]");

        Assert.All((string[])["\"ab\"", "5", "[1]"], value => Assert.Empty(ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{value}}}"""))));
        Assert.All((string[])["\"a\"", "4", "[]"], value => Assert.Single(ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{value}}}"""))));
    }

    [Theory]
    [InlineData("item_type: string", """["x"]""", """["x",1]""", "Datatype-Mismatch /properties/a/1 a")]
    [InlineData("item_types: [string, \"null\"]", """["x",null]""", """[[]]""", "Datatype-Mismatch /properties/a/0 a")]
    [InlineData("item_type: \"#custom-type:t\"", """[{"b":1}]""", """[{"b":1},{}]""", "Required-Missing /properties/a/1 b")]
    [InlineData("item_type: \"#custom-type:t\"", """[{"b":1,"c":1}]""", """[{"b":"x"}]""", "Datatype-Mismatch /properties/a/0/b b")]
    public void ItemsAreChecked(string items, string good, string bad, string violation)
    {
        var check = ShopPlan.Check(
            $"{{id: a, name: a, type: array, {items}}}, {{id: b, name: b, type: integer}}",
            "properties: [{property: \"#property:a\"}]",
            "{id: t, name: Line, type: object, properties: [{property: \"#property:b\", required: true}]}");

        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{good}}}""")));
        Assert.Equal([violation], ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{bad}}}""")));
    }

    [Theory]
    [InlineData("", """{"b":1,"x":1}""")]
    [InlineData("", "{}", "Required-Missing /properties/a b")]
    [InlineData(", additional_properties: false", """{"b":1,"x":1}""", "Additional-Properties /properties/a x")]
    public void NestedObjectsAreCheckedAndOpenUnlessThePlanSaysOtherwise(string closed, string value, params string[] violations)
    {
        var check = ShopPlan.Check(
            "{id: a, name: a, type: object}, {id: b, name: b, type: integer}",
            $"properties: [{{property: \"#property:a\", properties: [{{property: \"#property:b\", required: true}}]{closed}}}]");

        Assert.Equal(violations, ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{value}}}""")));
    }

    [Fact]
    public void NestedInAnArrayIsPlannedForEachItem()
    {
        var check = ShopPlan.Check(
            "{id: a, name: a, type: array}, {id: b, name: b, type: integer}",
            "properties: [{property: \"#property:a\", properties: [{property: \"#property:b\", required: true}], additional_properties: false}]");

        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E("""{"a":[{"b":1},{"b":2}]}""")));
        Assert.Equal(
            ["Additional-Properties /properties/a/0 x", "Datatype-Mismatch /properties/a/2 a", "Required-Missing /properties/a/1 b"],
            ShopPlan.Violations(check, ShopPlan.E("""{"a":[{"b":1,"x":1},{},3]}""")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AClosedCustomTypeTakesNoOthersAndAnOpenOneDoes()
    {
        const string Types = "{id: open, name: Open, type: object, properties: [{property: \"#property:b\"}]}, {id: closed, name: Closed, type: object, config: {additional_properties: false}, properties: [{property: \"#property:b\"}]}";
        var check = ShopPlan.Check(
            "{id: o, name: o, type: \"#custom-type:open\"}, {id: c, name: c, type: \"#custom-type:closed\"}, {id: b, name: b, type: integer}",
            "properties: [{property: \"#property:o\"}, {property: \"#property:c\"}]",
            Types);

        Assert.Equal(
            ["Additional-Properties /properties/c x", "Datatype-Mismatch /properties/o/b b"],
            ShopPlan.Violations(check, ShopPlan.E("""{"o":{"b":"1","x":1},"c":{"b":1,"x":1}}""")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("5")]
    [InlineData("4", "Advance-Rules-Violation /properties/a a")]
    [InlineData("true", "Datatype-Mismatch /properties/a a")]
    public void OfTwoPropertiesWithOneNameEitherWillDo(string value, params string[] violations)
    {
        var check = ShopPlan.Check(
            "{id: a1, name: a, type: string}, {id: a2, name: a, type: integer, config: {minimum: 5}}",
            "properties: [{property: \"#property:a1\"}, {property: \"#property:a2\"}]");

        Assert.Equal(violations, ShopPlan.Violations(check, ShopPlan.E($$"""{"a":{{value}}}""")));
    }

    [Fact]
    public void NamesOfAnyCharactersAreFoundAgain()
    {
        var check = ShopPlan.Check("""{id: a, name: "a/b~c", type: string}, {id: b, name: "404", type: array, item_type: string}, {id: c, name: then, type: string}""", "properties: [{property: \"#property:a\"}, {property: \"#property:b\"}, {property: \"#property:c\"}]");

        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E("""{"a/b~c":"x","404":["x"],"then":"x"}""")));
        Assert.Equal(
            ["Datatype-Mismatch /properties/404/0 404", "Datatype-Mismatch /properties/a~1b~0c a/b~c", "Datatype-Mismatch /properties/then then"],
            ShopPlan.Violations(check, ShopPlan.E("""{"a/b~c":1,"404":[1],"then":1}""")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIsNestedTooDeepIsNotComparedAndTold()
    {
        var check = ShopPlan.Check("{id: a, name: a, type: array, config: {unique_items: true}}", "properties: [{property: \"#property:a\"}]");
        var deep = new string('[', 10_000) + new string(']', 10_000);
        var message = JsonElement.Parse(ShopPlan.E($$"""{"a":[{{deep}},{{deep}}]}"""), new JsonDocumentOptions { MaxDepth = 20_000 });

        Assert.Equal("Unknown-Violation", Assert.Single(check.Check(message).Violations).Type);
    }

    [Fact]
    public void OfManyViolationsAHundredAreKeptAndAllCounted()
    {
        var check = ShopPlan.Check("{id: a, name: a, type: array, item_type: string}", "properties: [{property: \"#property:a\"}]");
        var finding = check.Check(JsonElement.Parse(ShopPlan.E($$"""{"a":[{{string.Join(',', Enumerable.Range(0, 1000))}}]}""")));

        Assert.Equal((100, 1000), (finding.Violations.Count, finding.Count));
    }
}
