using System.Text.Json;

namespace RudderStack.Local.Plans.Schema;

/// <summary>Several names as the one text that an evaluation has for a fault.</summary>
static class NameList
{
    public static string Write(string[] names) => JsonSerializer.Serialize(names);

    public static string[] Read(string text) => JsonSerializer.Deserialize<string[]>(text)!;
}
