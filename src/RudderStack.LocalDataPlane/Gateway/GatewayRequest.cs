namespace RudderStack.Local.Gateway;

/// <summary>A request but for its body.</summary>
sealed class GatewayRequest
{
    public required string Method { get; init; }

    public required GatewayPath? Path { get; init; }

    public required IHeaderDictionary Headers { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string RemoteAddress { get; init; }

    /// <summary>Go's Header.Get: the first value.</summary>
    public string? Header(string name) => Headers[name] is [var first, ..] ? first : null;

    /// <summary>The first address of X-Forwarded-For without its blanks, else the peer's.</summary>
    public string ClientAddress()
    {
        var first = (Header("X-Forwarded-For") ?? "").Split(',')[0];
        return first.Length > 0 ? first.Replace(" ", "", StringComparison.Ordinal) : RemoteAddress;
    }
}
