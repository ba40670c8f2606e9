using System.Text;
using System.Text.Json;

namespace RudderStack.Local.Tests.Gateway;

/// <summary>One case of gateway-cases.json; its "meta" explains the members.</summary>
sealed class GatewayCase
{
    static readonly Dictionary<string, JsonElement> All = Load();

    readonly JsonElement _case;

    GatewayCase(JsonElement element) => _case = element;

    public static IEnumerable<string> Names => All.Keys;

    public string Method => Text("method")!;

    public string Path => Text("path")!;

    public int ExpectedStatus => _case.GetProperty("expectStatus").GetInt32();

    public string? ExpectedBody => Text("expectBody");

    public JsonElement? ExpectedStored => Optional("expectStored");

    public JsonElement? ExpectedBodyJson => Optional("expectBodyJson");

    public IEnumerable<(string Name, string Value)> Headers => Members("headers").Select(header => (header.Name, header.Value.GetString()!));

    public IEnumerable<JsonProperty> ExpectedHeaders => Members("expectHeaders");

    public IEnumerable<string> AbsentHeaders => Optional("absentHeaders")?.EnumerateArray().Select(name => name.GetString()!) ?? [];

    public static GatewayCase Find(string name) => new(All[name]);

    public byte[]? Body() => _case.GetProperty("body") is var body && body.ValueKind == JsonValueKind.Null ? null : Bytes(body);

    public void Prepare(LocalDataPlane dataPlane)
    {
        foreach (var member in Members("setup"))
        {
            switch (member.Name)
            {
                case "rateLimit":
                    dataPlane.RateLimitReached = member.Value.GetProperty("limitReached").GetBoolean();
                    break;
                case "store":
                    dataPlane.StoreError = member.Value.GetProperty("error").GetString();
                    break;
                case "saturated":
                    dataPlane.Saturated = member.Value.GetBoolean();
                    break;
                default:
                    throw new NotSupportedException($"The setup \"{member.Name}\" is not known.");
            }
        }
    }

    static byte[] Bytes(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.String)
            return Encoding.UTF8.GetBytes(body.GetString()!);
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("$base64", out var base64))
            return base64.GetBytesFromBase64();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("$repeat", out var repeat))
            return Encoding.UTF8.GetBytes(body.GetRawText());

        var text = new StringBuilder(repeat.GetProperty("prefix").GetString())
            .Insert(repeat.GetProperty("prefix").GetString()!.Length, repeat.GetProperty("unit").GetString()!, repeat.GetProperty("count").GetInt32())
            .Append(repeat.GetProperty("suffix").GetString());
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return body.TryGetProperty("$gzip", out _) ? GzipBytes.Of(bytes) : bytes;
    }

    static Dictionary<string, JsonElement> Load()
    {
        using var stream = typeof(GatewayCase).Assembly.GetManifestResourceStream("gateway-cases.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(element => element.GetProperty("name").GetString()!, element => element.Clone());
    }

    string? Text(string name) => Optional(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    JsonElement? Optional(string name) => _case.TryGetProperty(name, out var value) ? value : null;

    IEnumerable<JsonProperty> Members(string name) => Optional(name)?.EnumerateObject() ?? Enumerable.Empty<JsonProperty>();
}
