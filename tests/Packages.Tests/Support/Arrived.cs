using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Packages.Tests.Support;

/// <summary>What arrived at a data plane, compared with a file beside the program.</summary>
static partial class Arrived
{
    static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="messages">In the order in which they were stored.</param>
    /// <param name="file">Below the programs. With WRITE_EXPECTED=1 in the environment it is written, and the test fails.</param>
    /// <param name="version">Of the packages.</param>
    public static void AssertAsExpected(IEnumerable<JsonElement> messages, string file, string version)
    {
        var arrived = new JsonArray([.. messages.Select(message => Steady(JsonNode.Parse(message.GetRawText())!, name: "", version))]).ToJsonString(Written) + "\n";
        var path = Path.Combine(Repository.Root, "tests", "Packages.Tests", "Programs", file);
        if (Environment.GetEnvironmentVariable("WRITE_EXPECTED") == "1")
        {
            File.WriteAllText(path, arrived);
            Assert.Fail($"{file} was written. Run the test again without WRITE_EXPECTED.");
        }

        Assert.Equal(File.ReadAllText(path), arrived);
    }

    // What differs from run to run becomes a word, if it is what it should be.
    static JsonNode? Steady(JsonNode? node, string name, string version)
    {
        switch (node)
        {
            case JsonObject members:
                return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Steady(member.Value, member.Key, version))));
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Steady(item, name, version))]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                return name switch
                {
                    "messageId" when Guid.TryParse(text, out _) => "<id>",
                    "originalTimestamp" or "sentAt" or "receivedAt" when Time().IsMatch(text) => "<time>",
                    "version" when text == version => "<version>",
                    _ => text,
                };
            default:
                return node?.DeepClone();
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Time();
}
