using System.Net;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Which outcome each answer has.</summary>
static class OutcomePolicy
{
    // Of analytics-go's proxy: the request's node count is stale. Not a status of the gateway.
    const int StaleNodeCount = 451;

    /// <param name="status">The answer's status; null when there was none (network fault, time-out).</param>
    /// <param name="messageCount">The number of messages in the request.</param>
    /// <param name="proxySupport">Whether the request carried the proxy's headers.</param>
    public static Outcome Decide(HttpStatusCode? status, int messageCount, bool proxySupport) => (int?)status switch
    {
        null => Outcome.Retry,
        >= 200 and <= 299 => Outcome.Delivered,

        // The gateway refuses a whole batch for its first bad message, and does not say which one that is.
        // 422 is not the gateway's, but is how others say the same.
        400 or 413 or 422 => messageCount > 1 ? Outcome.Split : Outcome.Reject,

        408 or 425 or 429 => Outcome.Retry,
        StaleNodeCount => proxySupport ? Outcome.RefreshNodes : Outcome.Retry,

        // 401, 403 and 404 (which the gateway gives for a disabled source), redirects, and any other status that speaks
        // of the request as such and not of its messages (405, 407, 410 ...): only a person can mend these.
        < 500 => Outcome.Pause,
        _ => Outcome.Retry,
    };
}
