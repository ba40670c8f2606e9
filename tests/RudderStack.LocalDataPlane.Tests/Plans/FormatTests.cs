namespace RudderStack.Local.Tests.Plans;

/// <summary>The formats of strings, with the verdicts of the server's library (ajv-formats 2).</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("date-time", "2024-02-29T12:00:00Z", "2024-01-01t00:00:00.123456789+05:30", "2024-01-01 00:00:00-08", "2024-01-01T23:59:60Z", "2024-01-01T00:00:00", "2024-01-01\t00:00:00Z", "2024-01-01\u00a000:00:00Z")]
    [InlineData("date", "2024-02-29", "2000-02-29", "0000-01-01", "9999-12-31")]
    [InlineData("time", "00:00:00", "23:59:59Z", "23:59:60", "12:00:00.5+0100", "12:00:00z")]
    [InlineData("email", "a@b.co", "first.last+tag@sub.example-x.org", "!#$%&'*/=?^_`{|}~@x.y", "A@B.C")]
    [InlineData("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6")]
    [InlineData("hostname", "localhost", "a.b-c.example", "example.", "1.2.3.4")]
    [InlineData("ipv4", "127.0.0.1", "255.255.255.255", "01.02.03.004")]
    [InlineData("ipv6", "::", "::1", "2001:db8::ff00:42:8329", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8")]
    public void GoodValuesPass(string format, params string[] values) => Assert.All(values, value => Assert.Empty(Violations(format, value)));

    [Theory]
    [InlineData("date-time", "", "2024-01-01", "2024-02-30T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00Z ", "2024-01-01T00:00Z", "x2024-01-01T00:00:00Z")]
    [InlineData("date", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "2024-01-00", "1900-02-29", "٢٠٢٤-٠١-٠١")]
    [InlineData("time", "24:00:00", "12:60:00", "12:00:60", "12:00", "12:00:00.", "12:00:00+1")]
    [InlineData("email", "", "a", "a@b", "a@b.", "@b.co", ".a@b.co", "a b@c.de", "a@b_c.de", "ä@b.de", "a@b.co\n")]
    [InlineData("uuid", "f81d4fae7dec11d0a76500a0c91e6bf6", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", "g81d4fae-7dec-11d0-a765-00a0c91e6bf6")]
    [InlineData("hostname", "", ".", "-a", "a-", "a_b", "a..b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a b")]
    [InlineData("ipv4", "1.2.3", "1.2.3.256", "1.2.3.4.5", "1.2.3.", "1.2.3.4 ", "0x1.2.3.4", "1.2.3.0001")]
    [InlineData("ipv6", "", ":", "1::2::3", "::1%eth0", "[::1]", "12345::", "1.2.3.4", "::1/64", "::1.2.3.04", "::1.2.3", "::01.2.3.4")]
    public void BadValuesBreakAnAdvanceRule(string format, params string[] values) =>
        Assert.All(values, value => Assert.Equal(["Advance-Rules-Violation /properties/a a"], Violations(format, value)));

    /// <summary>Ends at all: an expression that tries each way to divide such a text would not.</summary>
    [Theory]
    [InlineData("date-time", "2024-01-01T12:00:00.", "0", "x")]
    [InlineData("time", "12:00:00.", "0", "x")]
    [InlineData("email", "", "a.", "@")]
    [InlineData("email", "a@", "a-", "")]
    [InlineData("email", "a@", "a.", "")]
    [InlineData("uuid", "", "a-", "")]
    [InlineData("hostname", "", "a-", "")]
    [InlineData("hostname", "", "a.", ".")]
    [InlineData("ipv4", "", "1.", "")]
    [InlineData("ipv6", "", ":1.1.1", "x")]
    public void ALongHostileTextIsJudged(string format, string start, string middle, string end) =>
        Assert.NotEmpty(Violations(format, start + string.Concat(Enumerable.Repeat(middle, 200_000)) + end));

    static IEnumerable<string> Violations(string format, string value) => ShopPlan.Violations(
        ShopPlan.Check($"{{id: a, name: a, type: string, config: {{format: {format}}}}}", "properties: [{property: \"#property:a\"}]"),
        ShopPlan.E($$"""{"a":{{System.Text.Json.JsonSerializer.Serialize(value)}} }"""));
}
