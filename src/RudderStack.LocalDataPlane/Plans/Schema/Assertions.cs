using System.Globalization;
using System.Text.Json;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.Local.Plans.Schema;

/// <summary>The keywords of JSON schema that a tracking plan can bring, with the results of the server's ajv.</summary>
static class Assertions
{
    /// <summary>ajv looks at the whole part as text, which has an exponent from here on.</summary>
    const double LongestWholeNumber = 1e21;

    public static IReadOnlyList<Assertion> All { get; } =
    [
        new("type", ReadTypes, CheckType),
        new("enum", ReadEnum, (values, value) => CheckEnum((JsonElement[])values!, value)),
        new("required", ReadNames, (names, value) => CheckRequired((string[])names!, value)),
        Length("minLength", (length, limit) => length >= limit, "at least"),
        Length("maxLength", (length, limit) => length <= limit, "at most"),
        new("pattern", value => JavaScriptPattern.Compile(value.GetString()!), (pattern, value) => CheckPattern((JavaScriptPattern)pattern!, value)),
        new("format", value => value.GetString(), (format, value) => CheckFormat((string)format!, value)),
        Bound("minimum", (number, limit) => number >= limit, "at least"),
        Bound("maximum", (number, limit) => number <= limit, "at most"),
        Bound("exclusiveMinimum", (number, limit) => number > limit, "more than"),
        Bound("exclusiveMaximum", (number, limit) => number < limit, "less than"),
        new("multipleOf", value => ReadNumber(value), (number, value) => CheckMultiple((double)number!, value)),
        Items("minItems", (count, limit) => count >= limit, "at least"),
        Items("maxItems", (count, limit) => count <= limit, "at most"),
        new("uniqueItems", value => value.GetBoolean(), (unique, value) => (bool)unique! ? CheckUnique(value) : null),
    ];

    static Assertion Length(string name, Func<double, double, bool> fits, string words) => new(name, value => ReadNumber(value), (limit, value) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.EnumerateRunes().Count() is var length && !fits(length, (double)limit!)
            ? $"has {Counted(length, "character")}; the plan expects {words} {Plain((double)limit!)}."
            : null);

    static Assertion Items(string name, Func<double, double, bool> fits, string words) => new(name, value => ReadNumber(value), (limit, value) =>
        value.ValueKind == JsonValueKind.Array && !fits(value.GetArrayLength(), (double)limit!)
            ? $"has {Counted(value.GetArrayLength(), "item")}; the plan expects {words} {Plain((double)limit!)}."
            : null);

    static Assertion Bound(string name, Func<double, double, bool> fits, string words) => new(name, value => ReadNumber(value), (limit, value) =>
        value.ValueKind == JsonValueKind.Number && !fits(value.GetDouble(), (double)limit!)
            ? $"is {ValueText.Of(value)}; the plan expects {words} {Plain((double)limit!)}."
            : null);

    static double ReadNumber(JsonElement value) => value.GetDouble();

    static string[] ReadNames(JsonElement value) => [.. value.EnumerateArray().Select(name => name.GetString()!)];

    static object? ReadTypes(JsonElement value)
    {
        var types = PrimitiveTypes.None;
        foreach (var name in value.ValueKind == JsonValueKind.Array ? ReadNames(value) : [value.GetString()!])
            types |= PrimitiveNames.Parse(name)!.Value;
        return types;
    }

    static string? CheckType(object? wanted, JsonElement value)
    {
        var types = (PrimitiveTypes)wanted!;
        return (types & TypesOf(value)) != 0 ? null : $"is {ValueText.WithType(value)}; the plan expects {ValueText.OfTypes(types)}.";
    }

    static PrimitiveTypes TypesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => PrimitiveTypes.Object,
        JsonValueKind.Array => PrimitiveTypes.Array,
        JsonValueKind.String => PrimitiveTypes.String,
        JsonValueKind.True or JsonValueKind.False => PrimitiveTypes.Boolean,
        JsonValueKind.Number when Math.Floor(value.GetDouble()) == value.GetDouble() => PrimitiveTypes.Number | PrimitiveTypes.Integer,
        JsonValueKind.Number => PrimitiveTypes.Number,
        _ => PrimitiveTypes.Null,
    };

    static JsonElement[] ReadEnum(JsonElement value) => value.GetArrayLength() > 0
        ? [.. value.EnumerateArray()]
        : throw new SchemaException("an enum has no value");

    static string? CheckEnum(JsonElement[] wanted, JsonElement value) =>
        Array.Exists(wanted, one => JsonElement.DeepEquals(one, value)) ? null : $"is {ValueText.Of(value)}; the plan expects {ValueText.OneOf(wanted)}.";

    static string? CheckRequired(string[] names, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        var missing = names.Where(name => !value.TryGetProperty(name, out _)).ToArray();
        return missing.Length == 0 ? null : NameList.Write(missing);
    }

    static string? CheckPattern(JavaScriptPattern pattern, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        return pattern.Matches(value.GetString()!) switch
        {
            true => null,
            false => $"is {ValueText.Of(value)}; the plan expects a match of the pattern {pattern}.",
            null => $"is {ValueText.Of(value)}, which could not be matched with the pattern {pattern} in time.",
        };
    }

    static string? CheckFormat(string format, JsonElement value) =>
        value.ValueKind != JsonValueKind.String || StringFormat.Fits(format, value.GetString()!) ? null : $"is {ValueText.Of(value)}; the plan expects the format {format}.";

    static string? CheckMultiple(double of, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
            return null;
        var times = value.GetDouble() / of;
        if (Math.Truncate(times) == times && Math.Abs(times) < LongestWholeNumber)
            return null;

        // 19.99 is no multiple of 0.01 there.
        var why = Math.Abs(times - Math.Round(times)) < 1e-6 ? " Divided as floating-point numbers, as RudderStack does, it is none." : "";
        return $"is {ValueText.Of(value)}; the plan expects a multiple of {Plain(of)}.{why}";
    }

    static string? CheckUnique(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in value.EnumerateArray())
        {
            if (!seen.Add(CanonicalJson.Of(item)))
                return $"has the item {ValueText.Of(item)} twice; the plan expects each item once.";
        }

        return null;
    }

    static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : string.Create(CultureInfo.InvariantCulture, $"{count} {noun}s");

    static string Plain(double number) => number.ToString(CultureInfo.InvariantCulture);
}
