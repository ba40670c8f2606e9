using System.Text.Json;
using Json.Schema;
using Json.Schema.Keywords;

namespace RudderStack.Local.Plans.Schema;

/// <summary>
/// The keyword <c>unevaluatedProperties</c>, true or false. The library's own (8.0.5) takes each property with a / or a ~ in
/// its name for one that nobody knows.
/// </summary>
[DependsOnAnnotationsFrom(typeof(PropertiesKeyword))]
[DependsOnAnnotationsFrom(typeof(AllOfKeyword))]
sealed class UnevaluatedProperties : UnevaluatedPropertiesKeyword
{
    public override KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        var unknown = keyword.RawValue.ValueKind == JsonValueKind.True || context.Instance.ValueKind != JsonValueKind.Object ? [] : Unknown(context);
        return new KeywordEvaluation { Keyword = Name, IsValid = unknown.Length == 0, Error = unknown.Length == 0 ? null : NameList.Write(unknown) };
    }

    static string[] Unknown(EvaluationContext context)
    {
        var here = context.InstanceLocation.ToString();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var keyword in context.EvaluatedKeywords ?? [])
        {
            foreach (var result in keyword.Details ?? [])
                Collect(result, here, known);
        }

        return [.. context.Instance.EnumerateObject().Select(member => member.Name).Where(name => !known.Contains(JsonPointers.Append(here, name)))];
    }

    // Of a schema at this place only one that is met has a say; what stands deeper is a property.
    static void Collect(EvaluationResults result, string here, HashSet<string> known)
    {
        var location = result.InstanceLocation.ToString();
        if (location != here)
        {
            known.Add(location);
            return;
        }

        if (!result.IsValid)
            return;
        foreach (var inner in result.Details ?? [])
            Collect(inner, here, known);
    }
}
