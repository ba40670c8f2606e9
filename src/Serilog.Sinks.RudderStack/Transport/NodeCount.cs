using System.Net;
using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>How many nodes the proxy was last known to have; shared by the senders of a sink.</summary>
sealed class NodeCount
{
    /// <summary>More nodes than any proxy has; a larger count is taken for nonsense.</summary>
    public const int Limit = 65_536;

    int _value = 1;

    public int Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}

/// <summary>Reads what RudderStack's proxy answers to <c>GET /cluster-info</c>: <c>{"nodeCount": n}</c>.</summary>
static class ClusterInfo
{
    public static int? ReadNodeCount(Answer answer)
    {
        if (answer.Status != HttpStatusCode.OK)
            return null;
        try
        {
            using var document = JsonDocument.Parse(answer.Text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("nodeCount", out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var count)
                && count is >= 1 and <= NodeCount.Limit
                    ? count
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
