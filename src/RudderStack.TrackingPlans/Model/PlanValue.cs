using System.Globalization;

namespace RudderStack.TrackingPlans.Model;

/// <summary>Values that stand in a plan: null, <see cref="bool"/>, <see cref="decimal"/>, <see cref="double"/>, <see cref="string"/>.</summary>
static class PlanValue
{
    /// <summary>Whether two are equal in JSON: 1 and 1.0 are, 1 and "1" are not.</summary>
    public static bool AreEqual(object? left, object? right) =>
        IsNumber(left) && IsNumber(right) ? Compare(left!, right!) == 0 : Equals(left, right);

    public static bool IsNumber(object? value) => value is decimal or double or long;

    public static bool IsWhole(object number) => number switch
    {
        decimal exact => decimal.Truncate(exact) == exact,
        double inexact => Math.Floor(inexact) == inexact,
        _ => true,
    };

    public static double ToDouble(object number) => Convert.ToDouble(number, CultureInfo.InvariantCulture);

    public static int Compare(object left, object right) =>
        left is double || right is double
            ? ToDouble(left).CompareTo(ToDouble(right))
            : Convert.ToDecimal(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(right, CultureInfo.InvariantCulture));

    /// <summary>The value as JSON, equal values spelled alike.</summary>
    public static string ToJson(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => JsonString(text),
        decimal exact => Digits(exact),
        double inexact => inexact.ToString("R", CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };

    // 1.50 and 1.5 are one number.
    static string Digits(decimal value)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        return digits.IndexOf('.') >= 0 ? digits.TrimEnd('0').TrimEnd('.') : digits;
    }

    static string JsonString(string text)
    {
        var json = new System.Text.StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                json.Append('\\').Append(c);
            else if (c < ' ')
                json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                json.Append(c);
        }

        return json.Append('"').ToString();
    }
}
