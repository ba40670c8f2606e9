using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using RudderStack.TrackingPlans.Model;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Writing;

/// <summary>Texts of a plan as C# and as XML.</summary>
static class Literals
{
    public static string Text(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>An expression of the type <c>AnalyticsValue</c>.</summary>
    public static string Value(object? value) => value switch
    {
        null => $"{Shapes.CSharpType.Value}.Null",
        bool flag => $"({Shapes.CSharpType.Value}){(flag ? "true" : "false")}",
        string text => $"({Shapes.CSharpType.Value}){Text(text)}",
        double number => $"({Shapes.CSharpType.Value})(global::Serilog.Sinks.RudderStack.AnalyticsNumber)({PlanValue.ToJson(number)}D)",
        decimal number when decimal.Truncate(number) == number && number >= long.MinValue && number <= long.MaxValue => $"({Shapes.CSharpType.Value})(global::Serilog.Sinks.RudderStack.AnalyticsNumber)({Long((long)number)})",
        var number => $"({Shapes.CSharpType.Value})(global::Serilog.Sinks.RudderStack.AnalyticsNumber)({PlanValue.ToJson(number)}M)",
    };

    /// <summary>Text inside an XML comment of one line.</summary>
    public static string Xml(string text)
    {
        var xml = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                xml.Append(c).Append(text[++i]);
            else
                xml.Append(XmlOf(c));
        }

        return xml.ToString().Trim();
    }

    // C# takes some of these for the end of a line, and XML knows none of the others.
    static string XmlOf(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ when char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF' => " ",
        _ => c.ToString(),
    };

    static string Long(long value) => value == long.MinValue ? "long.MinValue" : PlanValue.ToJson((decimal)value) + "L";
}
