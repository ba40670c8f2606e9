namespace RudderStack.Local.Plans.Schema;

/// <summary>JSON pointers as text.</summary>
static class JsonPointers
{
    public static string Append(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static IEnumerable<string> Segments(string pointer) =>
        pointer.Split('/').Skip(1).Select(segment => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
}
