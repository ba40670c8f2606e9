using System.Globalization;

namespace RudderStack.Local.Gateway;

/// <summary>Numbers as Go's encoding/json writes a float64: what the gateway stores for every number it reads.</summary>
static class GoNumber
{
    public static string Format(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        if (exponentAt < 0)
            return text;
        if (Math.Abs(value) is >= 1e-6 and < 1e21)
            return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        var exponent = text[(exponentAt + 2)..].TrimStart('0');
        return $"{text[..exponentAt]}e{text[exponentAt + 1]}{exponent}";
    }
}
