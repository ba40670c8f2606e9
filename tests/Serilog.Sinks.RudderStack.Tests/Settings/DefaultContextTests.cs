using System.Dynamic;
using System.Text.Json;
using System.Text.Json.Nodes;
using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Tests.Settings;

public class DefaultContextTests
{
    [Fact]
    public void NothingIsNothing()
    {
        Assert.Null(Validation.Accept().Mapping.DefaultContext);
        Assert.Null(Accept([]));
    }

    [Fact]
    public void DotsInKeysSeparateLevels() => Assert.Equal(
        """[("ip": "::1"), ("app": [("name": "Shop"), ("build": [("number": 7)]), ("version": "1.2")])]""",
        Accept(new() { ["ip"] = "::1", ["app.name"] = "Shop", ["app.build.number"] = 7, ["app.version"] = "1.2" })!.ToString());

    [Fact]
    public void DotsBelowTheTopBelongToTheKey() => Assert.Equal(
        """[("app": [("a.b": 1)])]""",
        Accept(new() { ["app"] = new Dictionary<string, int> { ["a.b"] = 1 } })!.ToString());

    [Fact]
    public void DictionariesSequencesAndScalarsMayNest()
    {
        dynamic expando = new ExpandoObject();
        expando.Flag = true;

        var context = Accept(new()
        {
            ["list"] = new object?[] { 1, null, new Dictionary<string, object?> { ["x"] = new[] { 1.5m } } },
            ["expando"] = expando,
            ["ready"] = new ScalarValue(3),
        });

        Assert.Equal("""[("list": [1, null, [("x": [1.5])]]), ("expando": [("Flag": True)]), ("ready": 3)]""", context!.ToString());
    }

    public static TheoryData<object?> Scalars { get; } = new(
        null, "text", true, 'c', (sbyte)1, (byte)1, (short)1, (ushort)1, 1, 1u, 1L, 1UL, 1f, 1d, 1m, DateTime.UnixEpoch,
        DateTimeOffset.UnixEpoch, DateOnly.MinValue, TimeOnly.MinValue, TimeSpan.Zero, Guid.Empty, new Uri("https://a.example"),
        new Version(1, 2), DayOfWeek.Friday);

    [Theory]
    [MemberData(nameof(Scalars))]
    public void ScalarsAreKept(object? value) =>
        Assert.Equal(value, Assert.IsType<ScalarValue>(Accept(new() { ["a"] = value })!.Elements.Values.Single()).Value);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("app.")]
    [InlineData(".app")]
    [InlineData("app..name")]
    public void EmptyNamesAreFaults(string key) =>
        Assert.StartsWith($"- DefaultContext has the key '{key}' with an empty name in it;", Reject(new() { [key] = 1 }), StringComparison.Ordinal);

    [Theory]
    [InlineData("app", "app.name")]
    [InlineData("app.name", "app")]
    [InlineData("app.name", "app.name.first")]
    public void APathMustNotEndOnTheWayOfAnother(string first, string second) =>
        Assert.StartsWith(
            $"- DefaultContext has the key '{second}' and another key of which one begins with the other;",
            Reject(new() { [first] = "a", [second] = "b" }),
            StringComparison.Ordinal);

    public static TheoryData<object, string> Objects { get; } = new()
    {
        { new { Name = "Shop" }, """{ Name: "Shop" }""" },
        { new Dictionary<int, string> { [1] = "a" }, """[(1: "a")]""" },
        { JsonDocument.Parse("""{"a":[1,null]}""").RootElement, """[("a": [1, null])]""" },
        { new JsonObject { ["a"] = 1 }, """[("a": 1)]""" },
        { System.Net.IPAddress.Loopback, "\"127.0.0.1\"" },
        { (1, "a"), """[1, "a"]""" },
    };

    // By the rules of events.
    [Theory]
    [MemberData(nameof(Objects), DisableDiscoveryEnumeration = true)]
    public void ObjectsAreCapturedAsThoseOfEvents(object value, string captured) =>
        Assert.Equal($"""[("app": {captured})]""", Accept(new() { ["app"] = value })!.ToString());

    public static TheoryData<object> Unwritable { get; } = new(
        new object(),
        Task.CompletedTask,
        new Dictionary<string, object> { [" "] = 1 },
        new Dictionary<string, object> { ["a"] = new Lazy<int>(() => 1) },
        new[] { Stream.Null },
        Enumerable.Range(0, 1).Select(i => 1 / i));

    [Theory]
    [MemberData(nameof(Unwritable), DisableDiscoveryEnumeration = true)]
    public void ValuesThatCannotBeWrittenAreFaults(object value) =>
        Assert.StartsWith(
            "- DefaultContext has a value under 'app' that cannot be written as JSON:",
            Reject(new() { ["app"] = value }),
            StringComparison.Ordinal);

    // No row of the table: xunit formats arguments, and would not come to an end.
    [Fact]
    public void ADictionaryThatContainsItselfIsAFault()
    {
        var cycle = new Dictionary<string, object?>();
        cycle["self"] = cycle;

        Assert.StartsWith("- DefaultContext has a value under 'app' that cannot be written as JSON", Reject(new() { ["app"] = cycle }), StringComparison.Ordinal);
    }

    static DictionaryValue? Accept(Dictionary<string, object?> context) =>
        Validation.Accept(options => options.DefaultContext = context).Mapping.DefaultContext;

    static string Reject(Dictionary<string, object?> context) =>
        Assert.Single(Validation.Reject(options => options.DefaultContext = context));
}
