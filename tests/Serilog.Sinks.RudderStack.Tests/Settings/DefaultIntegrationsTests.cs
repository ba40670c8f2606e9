using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class DefaultIntegrationsTests
{
    [Fact]
    public void NothingIsNothing()
    {
        Assert.Null(Validation.Accept().Mapping.DefaultIntegrations);
        Assert.Null(Accept([]));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("TRUE", true)]
    public void TextOfABooleanIsABoolean(object value, bool expected)
    {
        foreach (var name in new[] { "All", "Customer.io", "Google Analytics 4 (GA4)" })
        {
            var entry = Assert.Single(Accept(new() { [name] = value })!.Elements);

            Assert.Equal(name, entry.Key.Value);
            Assert.Equal(expected, Assert.IsType<ScalarValue>(entry.Value).Value);
        }
    }

    [Fact]
    public void ADestinationMayHaveOptionsWhichAreKeptAsTheyAre() => Assert.Equal(
        """[("All": False), ("Mixpanel": [("mode": "true"), ("nested": [("a": 1)])])]""",
        Accept(new()
        {
            ["All"] = false,
            ["Mixpanel"] = new Dictionary<string, object> { ["mode"] = "true", ["nested"] = new Dictionary<string, int> { ["a"] = 1 } },
        })!.ToString());

    public static TheoryData<object?> Misread { get; } = new("", "yes", "0", 1, 0.5, new[] { true }, new object());

    [Theory]
    [MemberData(nameof(Misread))]
    public void WhatTheServerWouldMisreadIsAFault(object? value) =>
        Assert.StartsWith(
            "- DefaultIntegrations has a value for 'Customer.io' that is neither true nor false nor a dictionary of options;",
            Reject(new() { ["Customer.io"] = value }),
            StringComparison.Ordinal);

    [Fact]
    public void OneThatIsNullIsAbsent()
    {
        Assert.Null(Accept(new() { ["Customer.io"] = null, ["All"] = null }));
        Assert.Equal("""[("All": True)]""", Accept(new() { ["Customer.io"] = null, ["All"] = true, ["S3"] = DBNull.Value })!.ToString());
    }

    [Fact]
    public void AllTakesNoOptions() =>
        Assert.StartsWith(
            "- DefaultIntegrations has a value for 'All' that is neither true nor false;",
            Reject(new() { ["All"] = new Dictionary<string, object>() }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("all")]
    [InlineData("ALL ")]
    public void AllInAnotherSpellingWouldNotRestrict(string name) =>
        Assert.StartsWith(
            $"- DefaultIntegrations has the key '{name}', which the server does not know;",
            Reject(new() { [name] = false }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void EmptyNamesAreFaults(string name) =>
        Assert.StartsWith("- DefaultIntegrations has an empty key;", Reject(new() { [name] = true }), StringComparison.Ordinal);

    static DictionaryValue? Accept(Dictionary<string, object?> integrations) =>
        Validation.Accept(options => options.DefaultIntegrations = integrations).Mapping.DefaultIntegrations;

    static string Reject(Dictionary<string, object?> integrations) =>
        Assert.Single(Validation.Reject(options => options.DefaultIntegrations = integrations));
}
