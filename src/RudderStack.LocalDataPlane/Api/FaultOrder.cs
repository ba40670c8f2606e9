using System.Text.Json;
using System.Text.Json.Serialization;

namespace RudderStack.Local.Api;

/// <summary>The JSON of <c>POST /local/faults</c>: a <see cref="Fault"/>, another node count, or both.</summary>
sealed record FaultOrder
{
    const string Known = """
        Known members, all optional:
          "times": 3                        how many requests; 0 = until deleted; default 1
          "status": 503                     200 to 599
          "headers": {"Retry-After":"2"}
          "body": "text"                    needs a status
          "delay": "00:00:01.5"
          "cut": true                       or "beforeReading", "afterStoring", "inAnswer"
          "hang": true
          "store": true                     store first, then fail
          "whenMessage": {"event":"Bad"}    only requests with a message that has these members
          "whenBodyOver": 8192              only requests with a body of more bytes than this, as they come
          "whenBodyHolds": "text"           only requests whose body holds this, uncompressed
          "path": "/cluster-info"           only this path; default: every POST of events
          "nodeCount": 2                    the proxy's node count from now on; 0 = no proxy

        """;

    static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public int Times { get; init; } = 1;

    public int? Status { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public string? Body { get; init; }

    public TimeSpan Delay { get; init; }

    public JsonElement? Cut { get; init; }

    public bool Hang { get; init; }

    public bool Store { get; init; }

    public JsonElement? WhenMessage { get; init; }

    public int? WhenBodyOver { get; init; }

    public string? WhenBodyHolds { get; init; }

    public string? Path { get; init; }

    public int? NodeCount { get; init; }

    /// <exception cref="ArgumentException">The text is no such order; the message says what is.</exception>
    public static FaultOrder Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var order = JsonSerializer.Deserialize<FaultOrder>(json, Options);
            if (order is not null && order != new FaultOrder())
                return order;
        }
        catch (JsonException exception) when (exception.Path is ['$', '.', .. var member])
        {
            throw new ArgumentException($"\"{member}\" is not known or has a wrong value.\n{Known}", exception);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The body is no JSON object.\n{Known}", exception);
        }

        throw new ArgumentException($"The object asks for nothing.\n{Known}");
    }

    /// <exception cref="ArgumentException">The order contradicts itself or has a value out of range.</exception>
    public void ApplyTo(LocalDataPlane dataPlane)
    {
        if (NodeCount < 0)
            throw new ArgumentException($"\"nodeCount\" must not be negative.\n{Known}");

        // "30" reads as thirty days.
        if (Delay >= TimeSpan.FromDays(1))
            throw new ArgumentException($"\"delay\" must be below a day.\n{Known}");
        if (this with { NodeCount = null } != new FaultOrder())
            dataPlane.Faults.Add(ToFault());
        if (NodeCount is { } count)
            dataPlane.NodeCount = count == 0 ? null : count;
    }

    Fault ToFault() => new()
    {
        Times = Times == 0 ? Fault.Unlimited : Times,
        Status = Status,
        Headers = Headers ?? [],
        Body = Body,
        Delay = Delay,
        CutConnection = ToCut(),
        Hang = Hang,
        Store = Store,
        WhenMessage = ToPredicate(),
        WhenBodyOver = WhenBodyOver,
        WhenBodyHolds = WhenBodyHolds,
        Path = Path,
    };

    ConnectionCut ToCut()
    {
        if (Cut is not { } cut || cut.ValueKind == JsonValueKind.False)
            return ConnectionCut.None;
        if (cut.ValueKind == JsonValueKind.True)
            return Store ? ConnectionCut.AfterStoring : ConnectionCut.BeforeReading;
        return Enum.TryParse<ConnectionCut>(cut.ToString(), ignoreCase: true, out var named) && Enum.IsDefined(named)
            ? named
            : throw new ArgumentException($"\"cut\" has a wrong value.\n{Known}");
    }

    Func<JsonElement, bool>? ToPredicate()
    {
        if (WhenMessage is not { } wanted)
            return null;
        if (wanted.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"\"whenMessage\" has a wrong value.\n{Known}");
        return message => wanted.EnumerateObject().All(
            member => message.TryGetProperty(member.Name, out var value) && JsonElement.DeepEquals(value, member.Value));
    }
}
