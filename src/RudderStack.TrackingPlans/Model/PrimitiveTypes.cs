namespace RudderStack.TrackingPlans.Model;

/// <summary>The types of JSON, as tracking plans name them.</summary>
[Flags]
enum PrimitiveTypes
{
    None = 0,
    String = 1,
    Integer = 2,
    Number = 4,
    Boolean = 8,
    Object = 16,
    Array = 32,
    Null = 64,
    All = String | Integer | Number | Boolean | Object | Array | Null,
}

/// <summary>The names of the types.</summary>
static class PrimitiveNames
{
    public const string List = "string, number, integer, boolean, array, object, null";

    static readonly (string Name, PrimitiveTypes Type)[] Names =
    [
        ("string", PrimitiveTypes.String),
        ("integer", PrimitiveTypes.Integer),
        ("number", PrimitiveTypes.Number),
        ("boolean", PrimitiveTypes.Boolean),
        ("object", PrimitiveTypes.Object),
        ("array", PrimitiveTypes.Array),
        ("null", PrimitiveTypes.Null),
    ];

    public static PrimitiveTypes? Parse(string name)
    {
        foreach (var (known, type) in Names)
        {
            if (known == name)
                return type;
        }

        return null;
    }

    /// <summary>The names of several types, in a fixed order.</summary>
    public static IEnumerable<string> Of(PrimitiveTypes types) => Names.Where(row => types.HasFlag(row.Type)).Select(static row => row.Name);
}
