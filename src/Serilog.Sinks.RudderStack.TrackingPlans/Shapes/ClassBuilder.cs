using RudderStack.TrackingPlans.Model;
using Serilog.Sinks.RudderStack.TrackingPlans.Naming;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

/// <summary>Makes classes of lists of properties, with those of what is planned inside, and those of the cases of a discriminator.</summary>
sealed class ClassBuilder(SharedTypes types, List<ShapeFault> faults)
{
    const string Additional = "AdditionalProperties";

    /// <summary>Makes a class.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="uses">Its properties.</param>
    /// <param name="variant">What depends on one of them; null for nothing.</param>
    /// <param name="isOpen">Whether it may have more.</param>
    /// <param name="place">Where the plan says so, for faults.</param>
    /// <param name="fullName">Its name, as generated code says it.</param>
    public ClassShape Build(string name, IReadOnlyList<PropertyUse> uses, Variant? variant, bool isOpen, global::RudderStack.TrackingPlans.Place place, string fullName)
    {
        var shape = new ClassShape { Name = name, IsOpen = isOpen };
        var cases = variant is null ? [] : CaseGroups.Of(variant, place, faults);
        var repeated = new HashSet<string>(cases.SelectMany(static one => one.Uses).Select(static use => use.Property.Name), StringComparer.Ordinal);
        if (variant is not null)
            repeated.Add(variant.Discriminator.Name);

        // The discriminator is no member: each class of a case writes it.
        var named = uses.Concat(cases.SelectMany(static one => one.Uses)).Where(use => use.Property.Name != variant?.Discriminator.Name).ToList();
        var scope = new NameTable([name, "Value", .. isOpen ? new[] { Additional } : []]);
        foreach (var use in named)
        {
            var bare = Identifier.Of(use.Property.Name);
            scope.Add(use.Property.Name, bare, bare + Identifier.Suffix(use.Property.Id), "key " + use.Property.Name);
            if (use.Nested.Count > 0)
                scope.Add((use.Property.Name, "nested"), NestedName(use), NestedName(use) + Identifier.Suffix(use.Property.Id), "nested " + use.Property.Name);
        }

        foreach (var one in cases)
            scope.Add(one, one.Bare, one.Distinct, one.Identity);
        var names = scope.Resolve();
        foreach (var use in named.GroupBy(static use => use.Property.Name).Select(static group => group.First()))
            ReportName(names[use.Property.Name], use.Place, $"the property {use.Property.Name}");
        foreach (var one in cases)
            ReportName(names[one], place, $"the case {one.DisplayName}");

        AddMembers(shape.Members, shape.Nested, uses.Where(use => !repeated.Contains(use.Property.Name)), names, fullName);
        foreach (var one in cases)
            shape.Cases.Add(BuildCase(one, variant!, uses, repeated, names, $"{fullName}.{names[one].Name}"));
        return shape;
    }

    CaseShape BuildCase(CaseGroup group, Variant variant, IReadOnlyList<PropertyUse> uses, HashSet<string> repeated, Dictionary<object, GivenName> names, string fullName)
    {
        var discriminator = variant.Discriminator;
        var shape = new CaseShape
        {
            Name = names[group].Name,
            Doc = group.Doc,
            Key = discriminator.Name,
            IsOptional = !uses.Any(use => use.Property.Name == discriminator.Name && use.IsRequired),
        };
        if (group.Values.Count == 0)
            shape.Other = types.TypeOf(discriminator, nested: null, static _ => CSharpType.Any);
        else
            shape.Values.AddRange(SharedTypes.BuildEnum("Value", group.Values, "").Values);

        // What a case does not repeat of what others repeat, it has from the rule.
        var own = group.Uses.Where(use => use.Property.Name != discriminator.Name).ToList();
        var inherited = uses.Where(use => repeated.Contains(use.Property.Name) && use.Property.Name != discriminator.Name);
        AddMembers(shape.Members, shape.Nested, inherited.Concat(own), names, fullName);
        return shape;
    }

    void AddMembers(List<MemberShape> members, List<TypeShape> nested, IEnumerable<PropertyUse> uses, Dictionary<object, GivenName> names, string fullName)
    {
        foreach (var group in uses.GroupBy(static use => use.Property.Name, StringComparer.Ordinal))
        {
            var list = group.ToList();
            var first = list.Find(static use => use.Nested.Count > 0) ?? list[0];
            var isSame = list.TrueForAll(use => use.Property.Id == first.Property.Id);
            if (!isSame)
                faults.Add(new ShapeFault(ShapeFaultKind.SameName, list[1].Place, $"The properties {string.Join(" and ", list.Select(static use => use.Property.Id).Distinct())} have one name, {group.Key}. The member takes the values of all."));

            members.Add(new MemberShape
            {
                Name = names[group.Key].Name,
                Key = group.Key,
                IsRequired = list.Exists(static use => use.IsRequired),
                Property = first.Property,
                IsMerged = !isSame,
                Doc = first.Property.Description ?? $"The property {group.Key}.",
                Type = isSame ? TypeOf(first, nested, names, fullName) : new MemberType(CSharpType.Any, AllowsNull: false),
            });
        }
    }

    MemberType TypeOf(PropertyUse use, List<TypeShape> nested, Dictionary<object, GivenName> names, string fullName)
    {
        if (use.Nested.Count == 0)
            return types.TypeOf(use.Property, nested: null, static _ => CSharpType.Any);

        var name = names[(use.Property.Name, "nested")].Name;
        var inside = Build(name, use.Nested, variant: null, use.IsOpen, use.Place, $"{fullName}.{name}");
        inside.Doc = $"What is planned inside {use.Property.Name}.";
        nested.Add(inside);
        return types.TypeOf(use.Property, CSharpType.Class($"{fullName}.{name}"), union =>
        {
            union.Name = name + "OrOther";
            nested.Add(union);
            return CSharpType.Union($"{fullName}.{union.Name}");
        });
    }

    static string NestedName(PropertyUse use) =>
        Identifier.Of(use.Property.Name) + (use.Property.Type.Types.HasFlag(PrimitiveTypes.Array) ? "Item" : "Object");

    void ReportName(GivenName name, global::RudderStack.TrackingPlans.Place place, string what)
    {
        if (name.IsChanged)
            faults.Add(new ShapeFault(ShapeFaultKind.NameChanged, place, $"Several names become {name.Bare} in C#, so {what} is {name.Name}."));
    }
}
