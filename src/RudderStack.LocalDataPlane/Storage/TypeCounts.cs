using System.Text.Json;

namespace RudderStack.Local.Storage;

/// <summary>How many messages of each type there were. Not safe for several threads.</summary>
sealed class TypeCounts
{
    /// <summary>Everything else, so that what clients send cannot make the table grow.</summary>
    const string Other = "other";

    static readonly string[] Types = ["identify", "track", "page", "screen", "group", "alias", Other];

    readonly long[] _counts = new long[Types.Length];

    public void Add(JsonElement message)
    {
        var index = message.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? Array.FindIndex(Types, type.ValueEquals)
            : -1;
        _counts[index < 0 ? Types.Length - 1 : index]++;
    }

    public void Clear() => Array.Clear(_counts);

    public Dictionary<string, long> ToDictionary() => Types.Zip(_counts).ToDictionary(pair => pair.First, pair => pair.Second);
}
