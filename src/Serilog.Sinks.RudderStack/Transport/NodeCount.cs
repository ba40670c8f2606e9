using System.Net;
using System.Text.Json;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>How many nodes the proxy was last known to have; shared by the senders of a sink.</summary>
sealed class NodeCount
{
    /// <summary>More nodes than any proxy has; a larger count is taken for nonsense.</summary>
    public const int Limit = 65_536;

    int _value = 1;

    public int Value => Volatile.Read(ref _value);

    /// <summary>Takes the count that the proxy gave after it refused <paramref name="refused"/>.</summary>
    /// <remarks>
    /// Several lanes may ask at the same time, and the proxy may change between their answers. An answer that comes after
    /// another lane's is the older one as often as not: taken, it would have every lane refused once more.
    /// </remarks>
    public void Learn(int refused, int count) => Interlocked.CompareExchange(ref _value, count, refused);
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
