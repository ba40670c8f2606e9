namespace Serilog.Sinks.RudderStack.TrackingPlans.Shapes;

/// <summary>A C# type of a member, and how generated code makes a value of a message of it.</summary>
sealed class CSharpType
{
    const string Root = "global::Serilog.Sinks.RudderStack.";

    public static readonly CSharpType Text = new("string", isValueType: false, static value => value);
    public static readonly CSharpType Integer = new("long", isValueType: true, static value => $"({Root}AnalyticsNumber){value}");
    public static readonly CSharpType Number = new(Root + "AnalyticsNumber", isValueType: true, static value => value);
    public static readonly CSharpType Boolean = new("bool", isValueType: true, static value => value);
    public static readonly CSharpType Time = new("global::System.DateTimeOffset", isValueType: true, static value => value);
    public static readonly CSharpType Date = new("global::System.DateOnly", isValueType: true, static value => $"{value}.ToString(\"yyyy-MM-dd\", global::System.Globalization.CultureInfo.InvariantCulture)");
    public static readonly CSharpType Id = new("global::System.Guid", isValueType: true, static value => value);
    public static readonly CSharpType Any = new(Value, isValueType: true, static value => value);
    public static readonly CSharpType Object = new(Root + "AnalyticsObject", isValueType: true, static value => value);

    readonly Func<string, string> _convert;
    readonly int _depth;

    CSharpType(string name, bool isValueType, Func<string, string> convert, int depth = 0)
    {
        _depth = depth;
        Name = name;
        IsValueType = isValueType;
        _convert = convert;
    }

    /// <summary>The type that any value becomes.</summary>
    public const string Value = Root + "AnalyticsValue";

    public string Name { get; }

    public bool IsValueType { get; }

    /// <summary>A generated class.</summary>
    public static CSharpType Class(string name) => new(name, isValueType: false, static value => $"{Value}.Planned({value})");

    /// <summary>A generated enum, whose values the anchor knows to convert.</summary>
    public static CSharpType Enum(string name, string anchor) => new(name, isValueType: true, value => $"{anchor}.toValue({value})");

    /// <summary>A generated struct of several types.</summary>
    public static CSharpType Union(string name) => new(name, isValueType: true, static value => $"{value}.toValue()");

    /// <summary>A list of items, which may be null or not.</summary>
    public static CSharpType List(CSharpType item, bool allowsNull, bool hasNullable)
    {
        var isNullable = allowsNull && item.Name != Any.Name;
        var itemName = item.Name + (isNullable && (item.IsValueType || hasNullable) ? "?" : "");

        // Lists of lists: an inner parameter must not hide an outer one before C# 8.
        var parameter = "item" + item._depth;
        var convert = !isNullable
            ? item.ToValue(parameter)
            : $"{parameter} == null ? {Value}.Null : ({Value}){item.ToValue(item.IsValueType ? parameter + ".Value" : parameter)}";
        return new($"global::System.Collections.Generic.IReadOnlyList<{itemName}>", isValueType: false, value => $"{Value}.Items({value}, {parameter} => {convert})", item._depth + 1);
    }

    /// <summary>An expression of which generated code makes a value implicitly.</summary>
    public string ToValue(string expression) => _convert(expression);
}
