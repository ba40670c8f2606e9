using System.Text.Json;
using Json.Schema;

namespace RudderStack.Local.Plans.Schema;

/// <summary>A keyword that looks at a value by itself, and says in words of ours what is wrong with it.</summary>
/// <param name="Name">The keyword.</param>
/// <param name="Prepare">Makes what the check needs of the keyword's value, once for a schema. May refuse it by a <see cref="SchemaException"/>.</param>
/// <param name="Check">Gives what is wrong with an instance, behind the property's name, or null when nothing is.</param>
sealed record Assertion(string Name, Func<JsonElement, object?> Prepare, Func<object?, JsonElement, string?> Check) : IKeywordHandler
{
    public object? ValidateKeywordValue(JsonElement value) => Prepare(value);

    public void BuildSubschemas(KeywordData keyword, BuildContext context)
    {
    }

    public KeywordEvaluation Evaluate(KeywordData keyword, EvaluationContext context)
    {
        var fault = Check(keyword.Value, context.Instance);
        return new KeywordEvaluation { Keyword = Name, IsValid = fault is null, Error = fault };
    }
}
