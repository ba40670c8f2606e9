using RudderStack.TrackingPlans.Yaml;

namespace RudderStack.TrackingPlans.Tests;

public class YamlTests
{
    public static TheoryData<string, object?> Scalars => new()
    {
        { "404", 404m },
        { "0x1F", 31m },
        { "0X1f", 31m },
        { "0b101", 5m },
        { "010", 8m },
        { "0o10", 8m },
        { "-0x1F", -31m },
        { "+7", 7m },
        { "1_000", 1000m },
        { "1.0", 1.0m },
        { "1e3", 1000m },
        { ".5", 0.5m },
        { "089", 89m },
        { "1e400", "1e400" },
        { "9007199254740993", 9007199254740993m },
        { "18446744073709551616", 18446744073709551616d },
        { "True", true },
        { "TRUE", true },
        { "false", false },
        { "yes", "yes" },
        { "on", "on" },
        { "no", "no" },
        { "tRue", "tRue" },
        { "~", null },
        { "null", null },
        { "Null", null },
        { "", null },
        { "\"404\"", "404" },
        { "'true'", "true" },
        { "!!str 404", "404" },
        { "2024-01-01", "2024-01-01T00:00:00Z" },
        { "2024-1-2", "2024-01-02T00:00:00Z" },
        { "2024-01-01T10:20:30Z", "2024-01-01T10:20:30Z" },
        { "2024-01-01 10:20:30", "2024-01-01T10:20:30Z" },
        { "2024-01-01T10:20:30.50+02:00", "2024-01-01T10:20:30.5+02:00" },
        { "\"2024-01-01\"", "2024-01-01" },
        { "2024-13-01", "2024-13-01" },
        { "2024-02-30", "2024-02-30" },
        { "_1", "_1" },
        { "+", "+" },
        { "0x", "0x" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void AScalarIsWhatGoMakesOfIt(string text, object? expected)
    {
        var document = Assert.IsType<YamlMapping>(Read($"a: {text}\n"));

        Assert.Equal(expected, Assert.IsType<YamlScalar>(document.Find("a")!.Value).Value);
    }

    [Theory]
    [InlineData("\uFEFFa: 1\r\nb: 2\r\n")]
    [InlineData("# a comment\na: 1 # another\n\nb: 2")]
    [InlineData("---\na: 1\nb: 2\n---\nbroken: [")]
    [InlineData("{a: 1, b: 2}")]
    [InlineData("x: &all {a: 1, b: 2}\n<<: *all")]
    [InlineData("x: &one {a: 3, b: 2}\na: 1\n<<: *one")]
    [InlineData("x: &one {a: 1}\ny: &two {a: 5, b: 2}\n<<: [*one, *two]")]
    [InlineData("x: &v 1\na: *v\nb: 2")]
    public void ADocumentIsReadInWhateverFormItStands(string text)
    {
        var document = Assert.IsType<YamlMapping>(Read(text));

        Assert.Equal((1m, 2m), (((YamlScalar)document.Find("a")!.Value).Value, ((YamlScalar)document.Find("b")!.Value).Value));
    }

    [Theory]
    [InlineData("", 1, 1, "empty")]
    [InlineData("# nothing but this\n", 1, 1, "empty")]
    [InlineData("---\n...\n", 1, 1, "empty")]
    [InlineData("~", 1, 1, "empty")]
    [InlineData("a: 1\nb: [1,\n", 3, 1, "no YAML")]
    [InlineData("a: 1\n\tb: 2\n", 1, 4, "no YAML")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "line 1")]
    [InlineData("a: {x: 1, x: 2}\n", 1, 11, "is already in line 1")]
    [InlineData("a: *nowhere\n", 1, 4, "&nowhere")]
    [InlineData("a: &self [*self]\n", 1, 11, "contains itself")]
    [InlineData("a: .inf\n", 1, 4, "no number")]
    [InlineData("a: -.Inf\n", 1, 4, "no number")]
    [InlineData("a: .nan\n", 1, 4, "no number")]
    [InlineData("? [1]\n: 2\n", 1, 3, "key must be a scalar")]
    [InlineData("<<: 1\n", 1, 1, "<< merges")]
    public void WhatIsNoYamlIsReportedInItsPlace(string text, int line, int column, string says)
    {
        var faults = new FaultList();

        Assert.Null(YamlText.Read(new PlanFile("a.yaml", text), faults));

        var fault = Assert.Single(faults.Sorted());
        Assert.Equal((FaultKind.File, line, column), (fault.Kind, fault.Place.Line, fault.Place.Column));
        Assert.Contains(says, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyDepthOfNestingIsReportedAndEndsNothing()
    {
        Assert.Contains("levels deep", FaultOf(string.Concat(Enumerable.Repeat("[", 100_000))).Text, StringComparison.Ordinal);
        Assert.Contains("levels deep", FaultOf(string.Concat(Enumerable.Repeat("{a: ", 5_000))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AliasesThatMultiplyAreReported()
    {
        var text = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 40).Select(static i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        Assert.Contains("values", FaultOf(text).Text, StringComparison.Ordinal);
    }

    static PlanFault FaultOf(string text)
    {
        var faults = new FaultList();
        Assert.Null(YamlText.Read(new PlanFile("a.yaml", text), faults));
        return Assert.Single(faults.Sorted());
    }

    static YamlNode? Read(string text)
    {
        var faults = new FaultList();
        var document = YamlText.Read(new PlanFile("a.yaml", text), faults);
        Assert.Empty(faults.Sorted());
        return document;
    }
}
