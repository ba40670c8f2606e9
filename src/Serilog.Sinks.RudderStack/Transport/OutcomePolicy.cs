namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Which outcome each answer has.</summary>
static class OutcomePolicy
{
    // Of analytics-go's proxy: the request's node count is stale. Not a status of the gateway.
    const int StaleNodeCount = 451;

    // What rudder-server's gateway answers to a bad message or request; "empty batch payload" proves that it is one.
    static readonly string[] GatewayTexts =
    [
        "invalid json",
        "event is not a valid rudder event",
        "request neither has anonymousId nor userId",
        "request size exceeds max limit",
        "empty batch payload",
    ];

    /// <param name="answer">The answer, or the fault that took its place (network, time-out).</param>
    /// <param name="messageCount">The number of messages in the request.</param>
    /// <param name="proxySupport">Whether the request carried the proxy's headers.</param>
    public static Outcome Decide(Answer answer, int messageCount, bool proxySupport) => (int?)answer.Status switch
    {
        null => Outcome.Retry,
        >= 200 and <= 299 => Outcome.Delivered,

        // The gateway refuses a whole batch for its first bad message, and does not say which one that is.
        400 or 422 or 403 when IsGateways(answer.Text) => messageCount > 1 ? Outcome.Split : Outcome.Reject,
        400 or 422 or 403 => Outcome.Suspect,
        413 => Outcome.TooLarge,

        429 => Outcome.RateLimited,
        408 or 425 => Outcome.Retry,
        StaleNodeCount => proxySupport ? Outcome.RefreshNodes : Outcome.Retry,

        // 401 and 404 (which the gateway gives for a disabled source), redirects, and any other status that speaks of the
        // request as such and not of its messages (405, 407, 410 ...): only a person can fix these.
        < 500 => Outcome.Pause,
        _ => Outcome.Retry,
    };

    /// <summary>Whether the answer to a request without messages shows that a data plane is there.</summary>
    public static bool ShowsDataPlane(Answer answer) => (int?)answer.Status switch
    {
        >= 200 and <= 299 => true,
        400 or 422 => IsGateways(answer.Text),
        _ => false,
    };

    /// <summary>Whether a text is one that the gateway gives to a bad message or request.</summary>
    public static bool IsGateways(string text) => Array.IndexOf(GatewayTexts, text) >= 0;
}
