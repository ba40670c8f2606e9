using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

/// <summary>Reads JSON as strictly as a server may: standard depth, no name twice in an object.</summary>
static class StrictJson
{
    static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        AssertUniqueNames(document.RootElement, "");
        return JsonNode.Parse(json)!.AsObject();
    }

    public static string Text(JsonNode node) => node.ToJsonString(Readable);

    static void AssertUniqueNames(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                AssertUniqueNames(item, path + "[]");
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;

        var names = new HashSet<string>();
        foreach (var member in element.EnumerateObject())
        {
            Assert.True(names.Add(member.Name), $"{path} has {member.Name} twice.");
            AssertUniqueNames(member.Value, path + "." + member.Name);
        }
    }
}
