using Serilog.Sinks.RudderStack.TrackingPlans.Naming;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Tests.Naming;

public class IdentifierTests
{
    [Theory]
    [InlineData("order_id", "OrderId")]
    [InlineData("Order Completed", "OrderCompleted")]
    [InlineData("orderCompleted", "OrderCompleted")]
    [InlineData("URLPath", "URLPath")]
    [InlineData("url_path", "UrlPath")]
    [InlineData("a.b.c", "ABC")]
    [InlineData("$amount", "Amount")]
    [InlineData("class", "Class")]
    [InlineData("2fa_enabled", "_2faEnabled")]
    [InlineData("404", "_404")]
    [InlineData("größe", "Größe")]
    [InlineData("用户名", "用户名")]
    [InlineData("заказ оформлен", "ЗаказОформлен")]
    [InlineData("e\u0301te\u0301", "\u00C9t\u00E9")]
    [InlineData("\u00E9t\u00E9", "\u00C9t\u00E9")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("🎯", "U1F3AF")]
    [InlineData("!!!", "U0021U0021U0021")]
    [InlineData("_", "U005F")]
    [InlineData("", "Empty")]
    [InlineData("𝒳", "U1D4B3")]
    [InlineData("\u200Bname", "Name")]
    public void ATextBecomesAName(string text, string expected)
    {
        Assert.Equal(expected, Identifier.Of(text));
        Assert.True(Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(expected));
    }

    public static TheoryData<object?, string> Values => new()
    {
        { 1.5m, "_1_5" },
        { -1m, "Minus1" },
        { -1.5m, "Minus1_5" },
        { 15m, "_15" },
        { 1e300, "_1E300" },
        { 1e-300, "_1EMinus300" },
        { true, "True" },
        { false, "False" },
        { null, "Null" },
        { "true", "True" },
        { "light blue", "LightBlue" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void AValueOfAnEnumBecomesAName(object? value, string expected) => Assert.Equal(expected, Identifier.OfValue(value));
}
