namespace RudderStack.TrackingPlans.Model;

/// <summary>What the value of a property, of a custom type or of an array's item may be.</summary>
sealed class PlanType
{
    /// <summary>The primitive types that are allowed; all where a plan names none. Not used beside a custom type.</summary>
    public PrimitiveTypes Types { get; set; } = PrimitiveTypes.All;

    /// <summary>Whether a plan names no type, so that any value is allowed.</summary>
    public bool IsAny { get; set; }

    /// <summary>The custom type that the value has, in place of primitive ones.</summary>
    public CustomType? Custom { get; set; }

    /// <summary>What the items of an array may be; null where a plan says nothing about them.</summary>
    public PlanType? Items { get; set; }

    public ValueConfig Config { get; set; } = ValueConfig.None;

    /// <summary>The primitive types, through custom types.</summary>
    public PrimitiveTypes AllTypes => Custom?.Type.AllTypes ?? Types;
}

/// <summary>What a plan says about values beyond their type; null where it says nothing.</summary>
sealed class ValueConfig
{
    public static readonly ValueConfig None = new();

    /// <summary>The allowed values: null, <see cref="bool"/>, <see cref="decimal"/>, <see cref="double"/>, <see cref="string"/>.</summary>
    public IReadOnlyList<object?>? Enum { get; set; }

    public long? MinLength { get; set; }

    public long? MaxLength { get; set; }

    public string? Pattern { get; set; }

    public string? Format { get; set; }

    public object? Minimum { get; set; }

    public object? Maximum { get; set; }

    public object? ExclusiveMinimum { get; set; }

    public object? ExclusiveMaximum { get; set; }

    public object? MultipleOf { get; set; }

    public long? MinItems { get; set; }

    public long? MaxItems { get; set; }

    public bool? UniqueItems { get; set; }
}
