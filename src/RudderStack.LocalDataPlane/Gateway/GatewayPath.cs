namespace RudderStack.Local.Gateway;

/// <summary>A path that the gateway knows, and the method it takes. Paths are compared exactly.</summary>
sealed record GatewayPath(string Text, string Method)
{
    public static readonly GatewayPath Batch = new("/v1/batch", "POST");
    public static readonly GatewayPath ClusterInfo = new("/cluster-info", "GET");
    public static readonly GatewayPath Health = new("/health", "GET");
    public static readonly GatewayPath Root = new("/", "GET");
    public static readonly GatewayPath Robots = new("/robots.txt", "GET");

    static readonly Dictionary<string, GatewayPath> All =
        new[] { "identify", "track", "page", "screen", "group", "alias", "merge" }
            .Select(type => new GatewayPath($"/v1/{type}", "POST") { EventType = type })
            .Concat([Batch, ClusterInfo, Health, Root, Robots])
            .ToDictionary(path => path.Text, StringComparer.Ordinal);

    /// <summary>The type of the one event that the path takes; null for a batch and for pages.</summary>
    public string? EventType { get; private init; }

    public bool TakesEvents => EventType is not null || this == Batch;

    public static GatewayPath? Find(string path) => All.GetValueOrDefault(path);
}
