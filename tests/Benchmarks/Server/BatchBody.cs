using System.Text.Json;

namespace Benchmarks.Server;

/// <summary>RudderStack's <c>{"batch":[...]}</c>.</summary>
static class BatchBody
{
    public static int Count(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var count = 0;
        while (reader.Read())
        {
            // Root, array, message.
            if (reader.TokenType != JsonTokenType.StartObject || reader.CurrentDepth != 2)
                continue;
            count++;
            reader.Skip();
        }

        return count;
    }

    /// <summary>Who did what, in the order of the body, for the workload's events.</summary>
    public static IEnumerable<(string UserId, long Number)> ReadEvents(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        foreach (var message in document.RootElement.GetProperty("batch").EnumerateArray())
            yield return (message.GetProperty("userId").GetString()!, message.GetProperty("properties").GetProperty("order_id").GetInt64());
    }
}
