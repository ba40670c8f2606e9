using System.Text.Json;
using Json.Schema;
using Json.Schema.Keywords;
using RudderStack.TrackingPlans.Model;

namespace RudderStack.Local.Plans.Schema;

/// <summary>The compiled schema of one event of a plan.</summary>
sealed class EventSchema
{
    static readonly Dialect PlanDialect = Dialect.Draft201909
        .Without(
        [
            TypeKeyword.Instance, EnumKeyword.Instance, RequiredKeyword.Instance, MinLengthKeyword.Instance, MaxLengthKeyword.Instance,
            PatternKeyword.Instance, Json.Schema.Keywords.Draft06.FormatKeyword.Annotate, MinimumKeyword.Instance, MaximumKeyword.Instance,
            ExclusiveMinimumKeyword.Instance, ExclusiveMaximumKeyword.Instance, MultipleOfKeyword.Instance, MinItemsKeyword.Instance,
            MaxItemsKeyword.Instance, UniqueItemsKeyword.Instance, UnevaluatedPropertiesKeyword.Instance,
        ])
        .With([.. Assertions.All, new UnevaluatedProperties()], Dialect.Draft201909.Id);

    static readonly EvaluationOptions Evaluation = new() { OutputFormat = OutputFormat.Hierarchical };

    readonly JsonSchema _schema;

    EventSchema(JsonSchema schema) => _schema = schema;

    /// <exception cref="SchemaException">It cannot be compiled.</exception>
    public static EventSchema Compile(EventRule rule)
    {
        // A registry of its own, since the library's keeps each schema as long as the process lives. None of dialects: one
        // that is not the library's takes no dialect in its assembly for .NET 8, so a schema names none.
        var options = new BuildOptions { Dialect = PlanDialect, SchemaRegistry = new SchemaRegistry() };
        return new EventSchema(JsonSchema.Build(SchemaWriter.Write(rule), options));
    }

    public EvaluationResults Evaluate(JsonElement message) => _schema.Evaluate(message, Evaluation);
}
