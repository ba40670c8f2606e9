using System.Text.Json;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.Local.Plans.Schema;

/// <summary>Values and types as they stand in a sentence. Values are kept short.</summary>
static class ValueText
{
    const int MaxLength = 60;
    const int MostValues = 10;

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Short(value.GetRawText()),
    };

    public static string WithType(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"{Of(value)}, a string",
        JsonValueKind.Number => $"{Of(value)}, a number",
        _ => Of(value),
    };

    public static string OfTypes(PrimitiveTypes types) => Or([.. PrimitiveNames.Of(types).Select(name => name switch
    {
        "null" => name,
        "integer" or "array" or "object" => "an " + name,
        _ => "a " + name,
    })]);

    public static string OneOf(JsonElement[] values)
    {
        if (values is [var only])
            return Of(only);
        var shown = string.Join(", ", values.Take(MostValues).Select(Of));
        return values.Length > MostValues ? $"one of {shown} and {values.Length - MostValues} more" : $"one of {shown}";
    }

    static string Or(string[] words) => words.Length < 2 ? string.Concat(words) : $"{string.Join(", ", words[..^1])} or {words[^1]}";

    static string Short(string text) => text.Length <= MaxLength ? text : $"{text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)]}…";
}
