using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Naming;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

/// <summary>The types that stand beside the events: of custom types, and the enums and unions of properties.</summary>
sealed class SharedTypes
{
    const PrimitiveTypes NotNull = PrimitiveTypes.All & ~PrimitiveTypes.Null;

    readonly Target _target;
    readonly string _anchor;
    readonly Dictionary<(PlanEntry, bool), TypeOwner> _owners = [];
    readonly List<TypeOwner> _order = [];
    readonly HashSet<CustomType> _visited = [];
    Dictionary<object, GivenName> _names = [];

    public SharedTypes(Target target, string anchor)
    {
        _target = target;
        _anchor = anchor;
    }

    public IReadOnlyList<TypeOwner> Owners => _order;

    public Target Target => _target;

    /// <summary>Finds the types that a list of properties needs.</summary>
    public void Find(IEnumerable<PropertyUse> uses, Variant? variant)
    {
        foreach (var use in uses)
        {
            Find(use.Property.Type, use.Property, use.Nested.Count > 0);
            Find(use.Nested, variant: null);
        }

        if (variant is null)
            return;
        foreach (var one in variant.Cases)
            Find(one.Properties, variant: null);
        Find(variant.Default ?? [], variant: null);
    }

    public void Name(Dictionary<object, GivenName> names) => _names = names;

    public bool Has(TypeOwner owner) => _owners.ContainsKey((owner.Entry, owner.IsItem));

    public TypeShape Build(TypeOwner owner, ClassBuilder classes)
    {
        var name = _names[owner].Name;
        if (owner.Form == TypeForm.Class)
        {
            var custom = (CustomType)owner.Entry;
            var shape = classes.Build(name, custom.Properties, custom.Variant, custom.IsOpen, custom.Place, NameOf(owner));
            shape.Doc = DocOf(owner);
            return shape;
        }

        return owner.Form == TypeForm.Enum
            ? BuildEnum(name, owner.Type, DocOf(owner))
            : BuildUnion(name, owner.Type, owner.Entry, nested: null, DocOf(owner));
    }

    /// <summary>The C# type of a property where it is used.</summary>
    /// <param name="property">The property.</param>
    /// <param name="nested">The class of what is planned inside it there; null for none.</param>
    /// <param name="union">Makes the union of a property that is planned inside and can be something else as well.</param>
    public MemberType TypeOf(PlanProperty property, CSharpType? nested, Func<UnionShape, CSharpType> union)
    {
        if (nested is null)
            return TypeOf(property.Type, property, isItem: false);

        var types = property.Type.Types & NotNull;
        var allowsNull = property.Type.Types.HasFlag(PrimitiveTypes.Null);
        if (types == PrimitiveTypes.Object)
            return new MemberType(nested, allowsNull);
        if (types == PrimitiveTypes.Array)
            return new MemberType(ListOf(property.Type, property, nested), allowsNull);
        return new MemberType(union(BuildUnion("", property.Type, property, nested, $"A value of {property.Name}.")), allowsNull);
    }

    public static EnumShape BuildEnum(string name, IEnumerable<object?> values, string doc)
    {
        var shape = new EnumShape { Name = name, Doc = doc };
        var names = new NameTable(name);
        var list = values.Select(static value => (Wire: value, Json: PlanValue.ToJson(value))).ToList();
        foreach (var (wire, json) in list)
            names.Add(json, Identifier.OfValue(wire), wire is string text ? Identifier.CodePoints(text) : Identifier.OfValue(wire) + "_", json);
        var given = names.Resolve();
        shape.Values.AddRange(list.Select(value => new EnumValue(given[value.Json].Name, value.Wire)));
        return shape;
    }

    static EnumShape BuildEnum(string name, PlanType type, string doc) => BuildEnum(name, FittingValues(type), doc);

    static string DocOf(TypeOwner owner) => owner.Entry.Description ?? owner.Form switch
    {
        TypeForm.Class => $"An object of the type {((CustomType)owner.Entry).Name}.",
        TypeForm.Enum => $"The values of {owner.Subject}.",
        _ => $"A value of {owner.Subject}.",
    };

    void Find(PlanType type, PlanEntry owner, bool hasNested)
    {
        if (type.Custom is { } custom)
        {
            Find(custom);
            return;
        }

        if (!hasNested && FormOf(type, owner, isItem: false) is { } form)
            Remember(owner, isItem: false, type, form);
        if (type.Items is not { } items)
            return;
        if (items.Custom is { } inner)
            Find(inner);
        else if (FormOf(items, owner, isItem: true) is { } itemForm && !(hasNested && itemForm == TypeForm.Union))
            Remember(owner, isItem: true, items, itemForm);
    }

    void Find(CustomType custom)
    {
        if (!_visited.Add(custom))
            return;

        Find(custom.Type, custom, hasNested: false);
        Find(custom.Properties, custom.Variant);
    }

    void Remember(PlanEntry entry, bool isItem, PlanType type, TypeForm form)
    {
        if (_owners.ContainsKey((entry, isItem)))
            return;

        var owner = new TypeOwner(entry, isItem, type, form);
        _owners.Add((entry, isItem), owner);
        _order.Add(owner);
    }

    static TypeForm? FormOf(PlanType type, PlanEntry owner, bool isItem)
    {
        if (type.IsAny || type.Custom is not null)
            return null;
        if (!isItem && owner is CustomType custom && type.Types == PrimitiveTypes.Object)
            return custom.IsOpen && custom.Properties.Count == 0 && custom.Variant is null ? null : TypeForm.Class;
        if (FittingValues(type).Count > 0)
            return TypeForm.Enum;

        var types = Alternatives(type.Types);
        return types.Count > 1 && type.Types != PrimitiveTypes.All ? TypeForm.Union : null;
    }

    // What a plan lists and its types do not allow no value can be.
    static List<object?> FittingValues(PlanType type) =>
        [.. (type.Config.Enum ?? []).Where(value => (value switch
        {
            null => PrimitiveTypes.Null,
            bool => PrimitiveTypes.Boolean,
            string => PrimitiveTypes.String,
            var number => PlanValue.IsWhole(number) ? PrimitiveTypes.Integer | PrimitiveTypes.Number : PrimitiveTypes.Number,
        } & type.Types) != 0)];

    static List<PrimitiveTypes> Alternatives(PrimitiveTypes types)
    {
        // An integer is a number.
        if (types.HasFlag(PrimitiveTypes.Number))
            types &= ~PrimitiveTypes.Integer;
        return [.. new[] { PrimitiveTypes.String, PrimitiveTypes.Integer, PrimitiveTypes.Number, PrimitiveTypes.Boolean, PrimitiveTypes.Object, PrimitiveTypes.Array }.Where(one => types.HasFlag(one))];
    }

    MemberType TypeOf(PlanType type, PlanEntry owner, bool isItem)
    {
        if (type.Custom is { } custom)
            return TypeOf(custom.Type, custom, isItem: false);
        if (_owners.TryGetValue((owner, isItem), out var known) && known.Type == type)
            return new MemberType(TypeOf(known), known.Form != TypeForm.Enum && type.Types.HasFlag(PrimitiveTypes.Null));
        if (type.IsAny || type.Types == PrimitiveTypes.All)
            return new MemberType(CSharpType.Any, AllowsNull: false);

        var types = Alternatives(type.Types);
        return types.Count == 0
            ? MemberType.Null
            : new MemberType(Single(types[0], type, owner), type.Types.HasFlag(PrimitiveTypes.Null));
    }

    CSharpType TypeOf(TypeOwner owner) => owner.Form switch
    {
        TypeForm.Class => CSharpType.Class(NameOf(owner)),
        TypeForm.Enum => CSharpType.Enum(NameOf(owner), _anchor),
        _ => CSharpType.Union(NameOf(owner)),
    };

    string NameOf(TypeOwner owner) => $"{_anchor}.{_names[owner].Name}";

    CSharpType Single(PrimitiveTypes one, PlanType type, PlanEntry owner) => one switch
    {
        PrimitiveTypes.String => TextOf(type.Config),
        PrimitiveTypes.Integer => CSharpType.Integer,
        PrimitiveTypes.Number => CSharpType.Number,
        PrimitiveTypes.Boolean => CSharpType.Boolean,
        PrimitiveTypes.Object => CSharpType.Object,
        _ => ListOf(type, owner, nested: null),
    };

    // With a further constraint the text may have to look in a way that a .NET type does not write.
    CSharpType TextOf(ValueConfig config)
    {
        if (config.Pattern is not null || config.MinLength is not null || config.MaxLength is not null || config.Enum is not null)
            return CSharpType.Text;

        return config.Format switch
        {
            "date-time" => CSharpType.Time,
            "date" when _target.HasDateOnly => CSharpType.Date,
            "uuid" => CSharpType.Id,
            _ => CSharpType.Text,
        };
    }

    CSharpType ListOf(PlanType type, PlanEntry owner, CSharpType? nested)
    {
        var (item, allowsNull) = ItemsOf(type, owner, nested);
        return CSharpType.List(item, allowsNull, _target.HasNullable);
    }

    (CSharpType Type, bool AllowsNull) ItemsOf(PlanType type, PlanEntry owner, CSharpType? nested)
    {
        if (type.Items is not { } items)
            return (nested ?? CSharpType.Any, false);
        if (nested is not null)
            return (items.Types & NotNull) == PrimitiveTypes.Object ? (nested, items.Types.HasFlag(PrimitiveTypes.Null)) : (CSharpType.Any, false);

        var resolved = TypeOf(items, owner, isItem: true);
        return resolved.Type is { } known ? (known, resolved.AllowsNull) : (CSharpType.Any, false);
    }

    UnionShape BuildUnion(string name, PlanType type, PlanEntry owner, CSharpType? nested, string doc)
    {
        var shape = new UnionShape { Name = name, Doc = doc, HasNull = type.Types.HasFlag(PrimitiveTypes.Null) };
        foreach (var one in Alternatives(type.Types))
        {
            if (one == PrimitiveTypes.Array)
                shape.Items = ItemsOf(type, owner, nested);
            else
                shape.Alternatives.Add(one == PrimitiveTypes.Object && nested is not null ? nested : one == PrimitiveTypes.String ? CSharpType.Text : Single(one, type, owner));
        }

        return shape;
    }
}

/// <summary>What a shared type is generated for: a custom type, a property, or the items of one of them.</summary>
sealed class TypeOwner(PlanEntry entry, bool isItem, PlanType type, TypeForm form)
{
    public PlanEntry Entry { get; } = entry;

    public bool IsItem { get; } = isItem;

    public PlanType Type { get; } = type;

    public TypeForm Form { get; } = form;

    public string Bare => Identifier.Of((Entry as CustomType)?.Name ?? ((PlanProperty)Entry).Name) + (IsItem ? "Item" : "");

    public string Subject => (Entry as CustomType)?.Name ?? ((PlanProperty)Entry).Name;

    public string What => Entry is CustomType ? $"the custom type {Subject}" : $"the type of the property {Subject}";

    public string Identity => $"{(Entry is CustomType ? "type" : "property")} {Entry.Id}{(IsItem ? " item" : "")}";
}

/// <summary>What is generated for a shared type.</summary>
enum TypeForm
{
    Class,
    Enum,
    Union,
}
