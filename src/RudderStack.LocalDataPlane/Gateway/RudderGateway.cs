using System.Globalization;
using System.Text.Json;

namespace RudderStack.Local.Gateway;

/// <summary>
/// Answers as rudder-server 1.83 does. The order of the checks is the order in which the gateway makes them: the
/// first that fails gives the answer.
/// </summary>
sealed class RudderGateway
{
    /// <summary>The gateway's write time-out and its store's: what the store has not answered by then is never answered.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    public const int MaxRequestBytes = 4000 * 1024;

    /// <summary>What the gateway wraps a single event in counts against the limit, too.</summary>
    const int SingleEventWrapperBytes = 21;

    readonly WriteKeys _writeKeys;
    readonly Conditions _conditions;

    public RudderGateway(WriteKeys writeKeys, Conditions conditions)
    {
        _writeKeys = writeKeys;
        _conditions = conditions;
    }

    /// <summary>Gives the answer to a request that needs no look into its body; null for one that does.</summary>
    public GatewayAnswer? AnswerAtOnce(GatewayRequest request)
    {
        if (_conditions.Saturated)
            return GatewayAnswer.Saturated;
        if (request.Path is not { } path || (path == GatewayPath.ClusterInfo && _conditions.NodeCount is null))
            return GatewayAnswer.NoSuchPage;
        if (request.Method != path.Method)
            return GatewayAnswer.MethodNotAllowed(path.Method);
        if (path == GatewayPath.Robots)
            return GatewayAnswer.Robots;
        if (path == GatewayPath.Health || path == GatewayPath.Root)
            return GatewayAnswer.Health;
        if (_writeKeys.Refuse(request.Header("Authorization")) is { } refusal)
            return refusal;
        if (path == GatewayPath.ClusterInfo)
            return _conditions.NodeCount is { } nodes ? GatewayAnswer.ClusterInfo(nodes) : GatewayAnswer.NoSuchPage;
        return IsNodeCountStale(request, path) ? GatewayAnswer.StaleNodeCount : null;
    }

    /// <summary>Answers a request for which <see cref="AnswerAtOnce"/> gives none.</summary>
    public Verdict Judge(GatewayRequest request, RequestBody read)
    {
        var path = request.Path!;
        if (read.IsBeyondAll)
            return GatewayAnswer.TooLarge;
        if (read.Content is not { } body)
            return GatewayAnswer.UnreadableBody;
        if (!GatewayJson.IsValid(body))
            return GatewayAnswer.InvalidJson;

        var batch = Read(request, path, body);
        if (batch.Refusal is { } refusal)
            return new Verdict(refusal, []) { RefusedAt = batch.RefusedAt };
        if (batch.Messages.Length > 0 && !NamesRun(request) && !batch.NamesRun && !_conditions.TryTake(batch.Messages.Length))
            return GatewayAnswer.RateLimited;
        if (Size(body, path) > MaxRequestBytes && !batch.HoldsAudienceList)
            return GatewayAnswer.TooLarge;
        if (batch.Messages.Length == 0)
            return GatewayAnswer.EmptyBatch;
        if (batch.NumberOverflowed)
            return GatewayAnswer.InvalidJson;
        return Store(batch.Messages);
    }

    Verdict Store(JsonElement[] messages)
    {
        var storeTime = _conditions.AnswerTime?.For(messages.Length) ?? TimeSpan.Zero;
        if (_conditions.StoreHangs)
            return new Verdict(null, []) { StoreTime = AnswerLimit };
        if (_conditions.StoreError is { } error)
            return new Verdict(GatewayAnswer.StoreFailure(error), []) { StoreTime = storeTime };
        return new Verdict(GatewayAnswer.Ok, messages) { StoreTime = storeTime };
    }

    static EventBatch Read(GatewayRequest request, GatewayPath path, byte[] body)
    {
        var receivedAt = request.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        using var reader = new EventReader(receivedAt, request.ClientAddress());
        return path.EventType is { } type ? reader.ReadSingle(body, type) : reader.ReadBatch(body);
    }

    static int Size(byte[] body, GatewayPath path) =>
        path.EventType is null ? body.Length : body.Length + SingleEventWrapperBytes;

    static bool NamesRun(GatewayRequest request) =>
        request.Header("X-Rudder-Job-Run-Id") is { Length: > 0 } || request.Header("X-Rudder-Task-Run-Id") is { Length: > 0 };

    /// <summary>Done by the proxy, not by the gateway. Clients that know nothing of nodes send no count and pass.</summary>
    bool IsNodeCountStale(GatewayRequest request, GatewayPath path) =>
        _conditions.NodeCount is { } nodes
        && path == GatewayPath.Batch
        && request.Header("RS-nodeCount") is { } sent
        && sent != nodes.ToString(CultureInfo.InvariantCulture);
}
