using System.Globalization;
using System.Text.RegularExpressions;
using RudderStack.TrackingPlans.Model;
using RudderStack.TrackingPlans.Reading;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>What a plan says against a constant; null if nothing.</summary>
static class ConstantRules
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static string? Check(PlanType type, object constant)
    {
        var config = (type.Custom?.Type ?? type).Config;
        return constant switch
        {
            string text => OfText(config, text),
            int or long or short or byte or sbyte or ushort or uint => OfNumber(config, Convert.ToDecimal(constant, CultureInfo.InvariantCulture)),
            decimal number => OfNumber(config, number),
            double or float => OfDouble(config, Convert.ToDouble(constant, CultureInfo.InvariantCulture)),
            _ => null,
        };
    }

    public static string? CheckCount(PlanType type, int count)
    {
        var config = (type.Custom?.Type ?? type).Config;
        if (config.MinItems > count)
            return $"has at least {config.MinItems} items";
        return config.MaxItems < count ? $"has at most {config.MaxItems} items" : null;
    }

    static string? OfText(ValueConfig config, string text)
    {
        var length = Fields.LengthOf(text);
        if (config.MinLength > length)
            return $"has at least {config.MinLength} characters";
        if (config.MaxLength < length)
            return $"has at most {config.MaxLength} characters";
        if (config.Pattern is { } pattern && !Matches(pattern, text))
            return $"matches {pattern}";
        return config.Format is { } format && !StringFormat.Fits(format, text) ? $"has the format {format}" : null;
    }

    // Its digits are what is sent; a cast to decimal would round them.
    static string? OfDouble(ValueConfig config, double number)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
            return "is a number that JSON has";
        return decimal.TryParse(PlanValue.ToJson(number), NumberStyles.Float, CultureInfo.InvariantCulture, out var digits) ? OfNumber(config, digits) : OfBounds(config, number);
    }

    static string? OfNumber(ValueConfig config, decimal number)
    {
        if (OfBounds(config, number) is { } problem)
            return problem;
        return config.MultipleOf is decimal divisor && number % divisor != 0 ? $"is a multiple of {PlanValue.ToJson(divisor)}" : null;
    }

    static string? OfBounds(ValueConfig config, object number)
    {
        if (config.Minimum is { } minimum && PlanValue.Compare(number, minimum) < 0)
            return $"is at least {PlanValue.ToJson(minimum)}";
        if (config.Maximum is { } maximum && PlanValue.Compare(number, maximum) > 0)
            return $"is at most {PlanValue.ToJson(maximum)}";
        if (config.ExclusiveMinimum is { } above && PlanValue.Compare(number, above) <= 0)
            return $"is above {PlanValue.ToJson(above)}";
        return config.ExclusiveMaximum is { } below && PlanValue.Compare(number, below) >= 0 ? $"is below {PlanValue.ToJson(below)}" : null;
    }

    // What .NET cannot read, or not in time, is not checked.
    static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            return true;
        }
    }
}
