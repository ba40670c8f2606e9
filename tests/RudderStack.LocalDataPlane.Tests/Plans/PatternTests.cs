using RudderStack.Local.Plans.Schema;

namespace RudderStack.Local.Tests.Plans;

/// <summary>Patterns mean what they mean in JavaScript with the flag u, and match in bounded time.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("^[A-Z]{3}-[0-9]+$", "ABC-1", "ABC-1\n")]
    [InlineData("^a$", "a", "a\n")]
    [InlineData("^\\d+$", "12", "١٢")]
    [InlineData("^\\w+$", "a_1", "ä")]
    [InlineData("^[\\w.]+$", "a.1", "ä")]
    [InlineData("^\\s$", "\u00a0", "x")]
    [InlineData("^\\S\\D\\W$", "xx!", "x1!")]
    [InlineData("^.$", "😀", "\u2028")]
    [InlineData("^..$", "a😀", "😀")]
    [InlineData("b", "abc", "ac")]
    [InlineData("\\bcat\\b", "a cat!", "concat")]
    [InlineData("ä\\b", "äb", "ä")]
    [InlineData("^[^\\]a]$", "b", "]")]
    [InlineData("^[a\\-z]$", "-", "b")]
    [InlineData("^[a-z-[aeiou]$", "e", "E")]
    [InlineData("^\\u0041\\u{42}\\u{1F600}$", "AB😀", "AB")]
    [InlineData("^\\p{Lu}$", "Ä", "ä")]
    [InlineData("^(?<year>\\d{4})-\\k<year>$", "2024-2024", "2024-2025")]
    [InlineData("^(?=.*\\d)(?!x)(a|\\1b)+1$", "a1", "xa1")]
    [InlineData("^\\/\\.\\$$", "/.$", "/..")]
    [InlineData("^a{2,}$", "aaa", "a")]
    public void MeansWhatItMeansInJavaScript(string pattern, string matches, string doesNot)
    {
        var compiled = JavaScriptPattern.Compile(pattern);

        Assert.True(compiled.Matches(matches));
        Assert.False(compiled.Matches(doesNot));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a]")]
    [InlineData("a}")]
    [InlineData("a{")]
    [InlineData("a{,3}")]
    [InlineData("*")]
    [InlineData("a**")]
    [InlineData("\\")]
    [InlineData("\\_")]
    [InlineData("\\-")]
    [InlineData("\\Aa\\z")]
    [InlineData("(?i)a")]
    [InlineData("(?#x)")]
    [InlineData("[z-a]")]
    [InlineData("\\u{110000}")]
    [InlineData("\\p{Nonsense}")]
    public void WhatIsNoneIsRefusedWithThePattern(string pattern) =>
        Assert.Contains(pattern, Assert.Throws<SchemaException>(() => JavaScriptPattern.Compile(pattern)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    public void NestedRepetitionTakesLinearTime(string pattern) =>
        Assert.False(JavaScriptPattern.Compile(pattern).Matches(new string('a', 100_000) + "!"));

    [Fact]
    public void WhatNeedsTooLongIsGivenUp()
    {
        var pattern = JavaScriptPattern.Compile("^(?=a)(a+)+\\1$");
        var value = new string('a', 40) + "!";

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(pattern.Matches(value)));
    }

    [Fact]
    public void AnUnreadablePatternIsToldOnceAndPassesTheWholeEvent()
    {
        var check = ShopPlan.Check(
            "{id: a, name: a, type: string, config: {pattern: \"[a-z\"}}, {id: b, name: b, type: array, item_type: \"#custom-type:t\"}",
            "properties: [{property: \"#property:a\", required: true}, {property: \"#property:b\"}]",
            "{id: t, name: Text, type: string, config: {pattern: \"(\"}}");

        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E("""{"x":1}""")));
        var notice = Assert.Single(check.Notices);
        Assert.Contains("track event \"E\"", notice, StringComparison.Ordinal);
        Assert.Contains("[a-z", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyEnumCannotBeCompiledEither()
    {
        var check = ShopPlan.Check("{id: a, name: a, type: string, config: {enum: []}}", "properties: [{property: \"#property:a\"}]");

        Assert.Empty(ShopPlan.Violations(check, ShopPlan.E("""{"a":"x"}""")));
        Assert.Contains("enum", Assert.Single(check.Notices), StringComparison.Ordinal);
    }
}
