using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RudderStack.TrackingPlans.Model;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>What is wrong with a value, where its constants are known.</summary>
sealed class ValueCheck(PlannedTypes types)
{
    /// <param name="value">What is assigned.</param>
    /// <param name="type">What the plan says about it; null for nothing but its C# type.</param>
    /// <param name="subject">What it is, for people.</param>
    public IEnumerable<(SyntaxNode Place, string Text)> FaultsOf(IOperation value, PlanType? type, string subject)
    {
        switch (value)
        {
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return FaultsOf(conditional.WhenTrue, type, subject).Concat(FaultsOf(otherwise, type, subject));
            case ICoalesceOperation coalesce:
                return FaultsOf(coalesce.Value, type, subject).Concat(FaultsOf(coalesce.WhenNull, type, subject));
            case IConversionOperation { ConstantValue.HasValue: false } conversion when KeepsValue(conversion):
                // A cast belongs to the value that is shown.
                return FaultsOf(conversion.Operand, type, subject).Select(fault => fault.Place == conversion.Operand.Syntax ? (conversion.Syntax, fault.Text) : fault);
            case IInvocationOperation { TargetMethod: { Name: "OfItems", ContainingType: var union }, Arguments: [{ Value: var items }] } when types.IsUnion(union):
                return FaultsOf(items, type, subject);
        }

        var problem = value.ConstantValue is { HasValue: true, Value: { } constant } ? ProblemOf(constant, value.Type, type) : null;
        if (problem is not null)
            return [(value.Syntax, $"By the tracking plan {subject} {problem}.")];
        return KnownList.Of(value) is { } list ? FaultsOf(list, value.Syntax, type, subject) : [];
    }

    IEnumerable<(SyntaxNode Place, string Text)> FaultsOf(KnownList list, SyntaxNode place, PlanType? type, string subject)
    {
        if (type is not null && list.Count is { } count && ConstantRules.CheckCount(type, count) is { } problem)
            yield return (place, $"By the tracking plan {subject} {problem}.");

        var items = (type?.Custom?.Type ?? type)?.Items;
        foreach (var fault in list.Items.SelectMany(item => FaultsOf(item, items, $"an item of {subject}")))
            yield return fault;
    }

    string? ProblemOf(object constant, ITypeSymbol? symbol, PlanType? type)
    {
        if (types.ValuesOf(symbol) is { } count)
            return constant is int number && (number < 1 || number > count) ? $"is one of the values of the enum {symbol!.Name}" : null;
        return type is null ? null : ConstantRules.Check(type, constant);
    }

    // A conversion that others wrote may make anything of a constant.
    bool KeepsValue(IConversionOperation conversion) =>
        conversion.OperatorMethod is not { ContainingType: var type }
        || types.IsUnion(type)
        || (type.Name is "AnalyticsNumber" or "AnalyticsValue" && type.ContainingNamespace.ToDisplayString() == "Serilog.Sinks.RudderStack");
}

/// <summary>A list whose items stand in the text.</summary>
/// <param name="Count">How many there are; null where that is not known.</param>
/// <param name="Items">Those that are known.</param>
sealed record KnownList(int? Count, IReadOnlyList<IOperation> Items)
{
    // Collection expressions have no operation of their own in the oldest compiler that loads this.
    public static KnownList? Of(IOperation value) => value switch
    {
        _ when value.Syntax is CollectionExpressionSyntax list => OfExpression(list, value.SemanticModel),
        IArrayCreationOperation { Initializer: { } initializer } => new(initializer.ElementValues.Length, initializer.ElementValues),
        IArrayCreationOperation { DimensionSizes: [{ ConstantValue: { HasValue: true, Value: int count } }] } => new(count, []),
        IInvocationOperation { TargetMethod: { Name: "Empty", Parameters.Length: 0, ContainingType: { Name: "Array" or "Enumerable" } } } => new(0, []),
        IObjectCreationOperation { Type: { Name: "List", ContainingNamespace: var space }, Arguments.Length: 0 } list when space.ToDisplayString() == "System.Collections.Generic" => OfList(list),
        _ => null,
    };

    static KnownList OfExpression(CollectionExpressionSyntax list, SemanticModel? model) => new(
        list.Elements.All(static one => one is ExpressionElementSyntax) ? list.Elements.Count : null,
        [.. list.Elements.OfType<ExpressionElementSyntax>().Select(one => model?.GetOperation(one.Expression)).OfType<IOperation>()]);

    static KnownList? OfList(IObjectCreationOperation list)
    {
        var added = (list.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty).Select(static one => one is IInvocationOperation { TargetMethod.Name: "Add", Arguments: [{ Value: var item }] } ? item : null).ToList();
        return added.Contains(null) ? null : new(added.Count, [.. added.OfType<IOperation>()]);
    }
}
