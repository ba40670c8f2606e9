namespace RudderStack.Local.Gateway;

/// <summary>What the gateway answers, byte for byte.</summary>
sealed record GatewayAnswer(int Status, string Body, string? ContentType = GatewayAnswer.PlainText)
{
    const string PlainText = "text/plain; charset=utf-8";
    const string Json = "application/json; charset=utf-8";

    public static readonly GatewayAnswer Ok = new(200, "ok");
    public static readonly GatewayAnswer Saturated = Error(503, "Service Unavailable");
    public static readonly GatewayAnswer NoSuchPage = Error(404, "404 page not found");
    public static readonly GatewayAnswer NoWriteKey = Error(401, "failed to read writekey from header");
    public static readonly GatewayAnswer InvalidWriteKey = Error(401, "invalid write key");
    public static readonly GatewayAnswer SourceDisabled = Error(404, "source is disabled");
    public static readonly GatewayAnswer UnreadableBody = Error(500, "failed to read body from request");
    public static readonly GatewayAnswer InvalidJson = Error(400, "invalid json");
    public static readonly GatewayAnswer NotAnEvent = Error(400, "event is not a valid rudder event");
    public static readonly GatewayAnswer NoIds = Error(400, "request neither has anonymousId nor userId");
    public static readonly GatewayAnswer RateLimited = Error(429, "max requests limit reached");
    public static readonly GatewayAnswer TooLarge = Error(413, "request size exceeds max limit");
    public static readonly GatewayAnswer EmptyBatch = Error(400, "empty batch payload");
    public static readonly GatewayAnswer StoreTimeout = Error(504, "gateway timeout");
    public static readonly GatewayAnswer Robots = new(200, "User-agent: * \nDisallow: / \n");
    public static readonly GatewayAnswer Health = new(
        200,
        """{"appType":"EMBEDDED","server":"UP","db":"UP","acceptingEvents":"TRUE","routingEvents":"TRUE","mode":"NORMAL"}""",
        Json);

    // The proxy's own text is not known; clients look at the status alone.
    public static readonly GatewayAnswer StaleNodeCount = Error(451, "node count is stale");

    /// <summary>Go's http.Error adds this header; answers that are no errors go without it.</summary>
    public bool NoSniff { get; private init; }

    /// <summary>The one method that the path knows, on a 405.</summary>
    public string? Allow { get; private init; }

    public static GatewayAnswer MethodNotAllowed(string allow) => new(405, "", null) { Allow = allow };

    public static GatewayAnswer StoreFailure(string error) =>
        error is "context deadline exceeded" ? StoreTimeout : Error(500, error);

    public static GatewayAnswer ClusterInfo(int nodeCount) => new(200, $$"""{"nodeCount":{{nodeCount}}}""", Json);

    public static GatewayAnswer Failure(int status, string body) => new(status, body);

    static GatewayAnswer Error(int status, string text) => new(status, text + "\n") { NoSniff = true };
}
