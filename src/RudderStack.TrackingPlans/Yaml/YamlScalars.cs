using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RudderStack.TrackingPlans.Yaml;

/// <summary>What a scalar is, by the rules of Go's yaml.v3 where they differ from YAML 1.2.</summary>
static class YamlScalars
{
    const string TextTag = "tag:yaml.org,2002:str";

    static readonly Regex Float = new(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant);
    static readonly Regex Integer = new(@"\A(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<binary>[01]+)|0[oO](?<octal>[0-7]+)|0(?<octal>[0-7]+)|(?<decimal>0|[1-9][0-9]*))\z", RegexOptions.CultureInvariant);
    static readonly Regex Date = new(@"\A(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?:(?:[Tt]| +)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2}):(?<second>[0-9]{1,2})(?<fraction>\.[0-9]+)?(?<zone>Z|[-+][0-9]{2}:[0-9]{2})?)?\z", RegexOptions.CultureInvariant);

    public static object? ValueOf(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value is TextTag or "!"))
            return scalar.Value;

        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            ".nan" or ".NaN" or ".NAN" => double.NaN,
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => double.PositiveInfinity,
            "-.inf" or "-.Inf" or "-.INF" => double.NegativeInfinity,
            var text => NumberOf(text) ?? TimeOf(text) ?? text,
        };
    }

    static object? NumberOf(string text)
    {
        if (text[0] is not ((>= '0' and <= '9') or '+' or '-' or '.'))
            return null;

        var digits = text.Replace("_", "");
        if (Integer.Match(digits) is { Success: true } match && IntegerOf(match) is { } integer)
        {
            // Beyond 64 bits Go takes the double.
            return integer > ulong.MaxValue || integer < long.MinValue ? (object)(double)integer : (decimal)integer;
        }

        if (!Float.IsMatch(digits))
            return null;

        // Exact where it can be: a bound of 0.1 is meant to be a tenth.
        if (decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            return exact;
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number) ? number : null;
    }

    static BigInteger? IntegerOf(Match match)
    {
        var value = Digits(match.Groups["hex"], 16) ?? Digits(match.Groups["binary"], 2) ?? Digits(match.Groups["octal"], 8) ?? Digits(match.Groups["decimal"], 10);
        return match.Groups["sign"].Value == "-" ? -value : value;
    }

    static BigInteger? Digits(Group digits, int radix)
    {
        if (!digits.Success)
            return null;

        var value = BigInteger.Zero;
        foreach (var digit in digits.Value)
            value = (value * radix) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return value;
    }

    // Go decodes a plain date into a time, and writes that as text.
    static string? TimeOf(string text)
    {
        var match = Date.Match(text);
        if (!match.Success)
            return null;

        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        var (year, month, day) = (Part("year"), Part("month"), Part("day"));
        if (year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || Part("hour") > 23 || Part("minute") > 59 || Part("second") > 59)
            return null;

        var fraction = match.Groups["fraction"].Value.TrimEnd('0').TrimEnd('.');
        var zone = match.Groups["zone"] is { Success: true, Value: not "Z" and not "+00:00" } group ? group.Value : "Z";
        return string.Format(CultureInfo.InvariantCulture, "{0:0000}-{1:00}-{2:00}T{3:00}:{4:00}:{5:00}{6}{7}", year, month, day, Part("hour"), Part("minute"), Part("second"), fraction, zone);
    }
}
