using RudderStack.TrackingPlans.Model;

namespace Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

/// <summary>A type that is generated.</summary>
abstract class TypeShape
{
    public string Name { get; set; } = "";

    /// <summary>What it is, for people.</summary>
    public string Doc { get; set; } = "";
}

/// <summary>A class for the properties or traits of a call, or for an object inside.</summary>
sealed class ClassShape : TypeShape
{
    public List<MemberShape> Members { get; } = [];

    /// <summary>Types of members that only this class uses.</summary>
    public List<TypeShape> Nested { get; } = [];

    /// <summary>Whether it may have more than its members.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether it is all of a call's properties or traits.</summary>
    public bool IsMessage { get; set; }

    public bool IsContextTraits { get; set; }

    /// <summary>The classes of the values of a discriminator; empty where there is none.</summary>
    public List<CaseShape> Cases { get; } = [];
}

/// <summary>A class for one case of a discriminator.</summary>
sealed class CaseShape : TypeShape
{
    /// <summary>The key of the discriminator.</summary>
    public string Key { get; set; } = "";

    /// <summary>The values that it stands for; empty for the class of all others.</summary>
    public List<EnumValue> Values { get; } = [];

    /// <summary>The type of the discriminator, in the class of all other values.</summary>
    public MemberType? Other { get; set; }

    /// <summary>Whether the discriminator may be absent.</summary>
    public bool IsOptional { get; set; }

    public List<MemberShape> Members { get; } = [];

    /// <summary>Types of members that only this class uses.</summary>
    public List<TypeShape> Nested { get; } = [];
}

/// <summary>A member of a class.</summary>
sealed class MemberShape
{
    public string Name { get; set; } = "";

    /// <summary>The key on the wire.</summary>
    public string Key { get; set; } = "";

    public MemberType Type { get; set; } = MemberType.Null;

    public bool IsRequired { get; set; }

    public string Doc { get; set; } = "";

    /// <summary>The property that the member comes from.</summary>
    public PlanProperty Property { get; set; } = null!;

    /// <summary>Whether it takes the values of several properties of one name, so that none of them says what fits.</summary>
    public bool IsMerged { get; set; }
}

/// <summary>The type of a member.</summary>
/// <param name="Type">The C# type; null where only null is allowed.</param>
/// <param name="AllowsNull">Whether null is a value.</param>
sealed record MemberType(CSharpType? Type, bool AllowsNull)
{
    public static readonly MemberType Null = new(null, AllowsNull: true);
}

/// <summary>An enum.</summary>
sealed class EnumShape : TypeShape
{
    public List<EnumValue> Values { get; } = [];
}

/// <summary>A value of an enum, and what it is on the wire.</summary>
sealed record EnumValue(string Name, object? Wire);

/// <summary>A struct that takes values of several types.</summary>
sealed class UnionShape : TypeShape
{
    public List<CSharpType> Alternatives { get; } = [];

    /// <summary>The type of the items, where it can be a list.</summary>
    public (CSharpType Type, bool AllowsNull)? Items { get; set; }

    public bool HasNull { get; set; }
}

/// <summary>A typed call.</summary>
sealed class CallShape
{
    public EventRule Rule { get; set; } = null!;

    /// <summary>The class that it takes; null where an event has no properties and none are allowed.</summary>
    public ClassShape? Class { get; set; }

    /// <summary>The name of its class, or of the class that it would have.</summary>
    public string Name { get; set; } = "";

    public string Doc { get; set; } = "";
}

/// <summary>All that is generated of a plan.</summary>
sealed class PlanShape
{
    public List<CallShape> Calls { get; } = [];

    /// <summary>Types that several events use, or may use.</summary>
    public List<TypeShape> Shared { get; } = [];

    public List<ShapeFault> Faults { get; } = [];
}

/// <summary>What could not be generated as the plan says.</summary>
sealed record ShapeFault(ShapeFaultKind Kind, global::RudderStack.TrackingPlans.Place Place, string Text);

enum ShapeFaultKind
{
    /// <summary>A name is not the one that it would be without others.</summary>
    NameChanged,

    /// <summary>The section of a rule is one that no call of its kind writes.</summary>
    Section,

    /// <summary>Two properties of one name stand in one list.</summary>
    SameName,

    /// <summary>A value is in two cases.</summary>
    SameValue,
}
