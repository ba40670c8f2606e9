using System.Text.Json;
using RudderStack.Local.Plans.Schema;

namespace RudderStack.Local.Tests.Plans;

/// <summary>The JSON schema of an event.</summary>
public sealed class SchemaWriterTests
{
    [Fact]
    public void TheSectionsPropertiesWithTheirTypesAndWords() => AssertWrites(
        """
        {id: a, name: a, type: string, config: {min_length: 1, max_length: 9, pattern: x, format: email}},
        {id: b, name: b, types: [integer, "null"], config: {minimum: 1, maximum: 2, exclusive_minimum: 0.5, exclusive_maximum: 3, multiple_of: 1}},
        {id: c, name: c, type: array, item_type: number, config: {min_items: 1, max_items: 2, unique_items: true}},
        {id: d, name: d}, {id: e, name: e, type: string, config: {enum: [x, "1"]}}
        """,
        "properties: [{property: \"#property:a\", required: true}, {property: \"#property:b\"}, {property: \"#property:c\"}, {property: \"#property:d\", required: true}, {property: \"#property:e\"}]",
        """
        {"type":"object",
          "properties":{
            "a":{"type":["string"],"minLength":1,"maxLength":9,"pattern":"x","format":"email"},
            "b":{"type":["integer","null"],"minimum":1,"maximum":2,"exclusiveMinimum":0.5,"exclusiveMaximum":3,"multipleOf":1},
            "c":{"type":["array"],"minItems":1,"maxItems":2,"uniqueItems":true,"items":{"type":["number"]}},
            "d":{},
            "e":{"type":["string"],"enum":["x","1"]}},
          "required":["a","d"],
          "unevaluatedProperties":false}
        """);

    [Fact]
    public void AnOpenRuleWithoutProperties() => AssertWrites("", "additional_properties: true", """{"type":"object","unevaluatedProperties":true}""");

    [Fact]
    public void NestedObjectsAndArraysOfThem() => AssertWrites(
        "{id: o, name: o, type: object}, {id: l, name: l, type: array, item_type: object}, {id: n, name: n, type: number}",
        """
        properties: [{property: "#property:o", properties: [{property: "#property:l", additional_properties: false, properties: [{property: "#property:n", required: true}]}]}]
        """,
        """
        {"type":"object",
          "properties":{"o":{"type":["object"],
            "properties":{"l":{"type":["array"],"items":{"type":["object"],"properties":{"n":{"type":["number"]}},"required":["n"],"additionalProperties":false}}},
            "additionalProperties":true}},
          "unevaluatedProperties":false}
        """);

    [Fact]
    public void ACaseHasAConditionThatRequiresTheDiscriminatorAndTheDefaultIsNoneOfTheValues() => AssertWrites(
        "{id: k, name: k, type: string}, {id: n, name: n, type: number}",
        """
        properties: [{property: "#property:k"}], variants: [{type: discriminator, discriminator: "#property:k",
          cases: [{display_name: A, match: [a, true], properties: [{property: "#property:n", required: true}]}, {display_name: B, match: [2], properties: [{property: "#property:k", required: true}]}],
          default: {properties: [{property: "#property:n"}]}}]
        """,
        """
        {"type":"object",
          "properties":{"k":{"type":["string"]}},
          "allOf":[
            {"if":{"properties":{"k":{"enum":["a",true]}},"required":["k"]},"then":{"properties":{"n":{"type":["number"]}},"required":["n"]}},
            {"if":{"properties":{"k":{"enum":[2]}},"required":["k"]},"then":{"properties":{"k":{"type":["string"]}},"required":["k"]}},
            {"if":{"properties":{"k":{"not":{"enum":["a",true,2]}}},"required":["k"]},"then":{"properties":{"n":{"type":["number"]}}}}],
          "unevaluatedProperties":false}
        """);

    [Fact]
    public void CustomTypesAreDefinitions()
    {
        var schema = SchemaWriter.Write(ShopPlan.Rule(
            "{id: m, name: m, type: \"#custom-type:money\"}, {id: l, name: l, type: array, item_type: \"#custom-type:money\"}, {id: c, name: c, type: \"#custom-type:currency\"}",
            "properties: [{property: \"#property:m\"}, {property: \"#property:l\"}]",
            "{id: money, name: Money, type: object, config: {additional_properties: false}, properties: [{property: \"#property:c\", required: true}]}, {id: currency, name: Currency, type: string, config: {enum: [EUR]}}"));

        AssertEqual(
            """
            {"Money":{"type":["object"],"properties":{"c":{"$ref":"#/$defs/Currency"}},"required":["c"],"unevaluatedProperties":false},
             "Currency":{"type":["string"],"enum":["EUR"]}}
            """,
            schema.GetProperty("$defs"));
        AssertEqual(
            """{"m":{"$ref":"#/$defs/Money"},"l":{"type":["array"],"items":{"$ref":"#/$defs/Money"}}}""",
            schema.GetProperty("properties").GetProperty("properties").GetProperty("properties"));
    }

    [Theory]
    [InlineData("traits", """{"traits":{"type":"object","unevaluatedProperties":false}}""")]
    [InlineData("context.traits", """{"context":{"properties":{"traits":{"type":"object","unevaluatedProperties":false}}}}""")]
    public void OtherSections(string section, string properties)
    {
        var schema = SchemaWriter.Write(ShopPlan.Rule("", "identity_section: " + section, kind: "identify"));

        AssertEqual(properties, schema.GetProperty("properties"));
    }

    static void AssertWrites(string properties, string rule, string expected) =>
        AssertEqual(expected, SchemaWriter.Write(ShopPlan.Rule(properties, rule)).GetProperty("properties").GetProperty("properties"));

    static void AssertEqual(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());
}
