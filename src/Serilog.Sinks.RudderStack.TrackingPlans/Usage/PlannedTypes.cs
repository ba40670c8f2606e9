using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RudderStack.TrackingPlans;
using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Anchors;
using Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Usage;

/// <summary>The generated types of a program by their full names, with what the plan says of them.</summary>
sealed class PlannedTypes
{
    readonly Dictionary<string, IReadOnlyList<MemberShape>> _classes = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _enums = new(StringComparer.Ordinal);
    readonly HashSet<string> _unions = new(StringComparer.Ordinal);
    readonly HashSet<string> _events = new(StringComparer.Ordinal);

    /// <summary>The names of all planned track events.</summary>
    public IReadOnlyCollection<string> Events => _events;

    /// <summary>Whether these are all: what has a fault may hide a name.</summary>
    public bool HasAllEvents { get; private set; }

    public bool HasEvent(string name) => _events.Contains(name);

    /// <summary>The members of a generated class, those that it inherits included; null if it is none.</summary>
    public IReadOnlyList<MemberShape>? MembersOf(ITypeSymbol? type) => type is not null && _classes.TryGetValue(NameOf(type), out var members) ? members : null;

    /// <summary>How many values a generated enum has, which count from 1; null if it is none.</summary>
    public int? ValuesOf(ITypeSymbol? type) => type is not null && _enums.TryGetValue(NameOf(type), out var count) ? count : null;

    public bool IsUnion(ITypeSymbol? type) => type is not null && _unions.Contains(NameOf(type));

    public static PlannedTypes Read(Compilation compilation, INamedTypeSymbol attribute, ImmutableArray<PlanText> texts, CancellationToken cancellationToken)
    {
        var types = new PlannedTypes();
        var anchors = AnchorsOf(compilation, attribute, cancellationToken).ToList();
        if (anchors.Count == 0)
            return types;

        var target = Target.Of(compilation);
        var catalog = PlanReader.Read(texts.Where(static text => text.Text is not null).Select(static text => new PlanFile(text.Path, text.Text!)), cancellationToken);
        types.HasAllEvents = catalog.Faults.Count == 0 && !texts.Any(static text => text.Text is null);
        foreach (var anchor in anchors)
        {
            if (anchor.Fault is null && catalog.Plans.FirstOrDefault(plan => plan.Id == anchor.PlanId) is { } plan)
                types.Add(anchor, plan, target);
            else
                types.HasAllEvents = false;
        }

        return types;
    }

    // Anchors are static, and few classes are.
    static IEnumerable<Anchor> AnchorsOf(Compilation compilation, INamedTypeSymbol attribute, CancellationToken cancellationToken) =>
        from symbol in compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type, cancellationToken).OfType<INamedTypeSymbol>()
        where symbol.IsStatic
        let data = symbol.GetAttributes().FirstOrDefault(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute))
        where data is not null
        select AnchorReader.Read(symbol, data);

    static string NameOf(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    void Add(Anchor anchor, TrackingPlan plan, Target target)
    {
        // A rule with a fault has no call, and still is no misspelt name.
        foreach (var rule in plan.Rules.Where(static rule => rule.Event.Kind == EventKind.Track))
            _events.Add(rule.Event.Name);

        var shape = ShapeBuilder.Build(plan, anchor, target);
        foreach (var one in shape.Shared.Concat(shape.Calls.Select(static call => call.Class).OfType<TypeShape>()))
            Add($"{anchor.FullName}.{one.Name}", one, []);
    }

    void Add(string name, TypeShape type, List<MemberShape> inherited)
    {
        switch (type)
        {
            case EnumShape one:
                _enums[name] = one.Values.Count;
                break;
            case UnionShape:
                _unions.Add(name);
                break;
            case ClassShape one:
                AddClass(name, one.Members, one.Nested, inherited);
                foreach (var @case in one.Cases)
                {
                    AddClass($"{name}.{@case.Name}", @case.Members, @case.Nested, one.Members);
                    if (@case.Values.Count > 1)
                        _enums[$"{name}.{@case.Name}.Value"] = @case.Values.Count;
                }

                break;
        }
    }

    void AddClass(string name, List<MemberShape> members, List<TypeShape> nested, List<MemberShape> inherited)
    {
        _classes[name] = [.. inherited, .. members];
        foreach (var one in nested)
            Add($"{name}.{one.Name}", one, []);
    }
}
