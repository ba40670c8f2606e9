namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>What an answer means for the messages of its request.</summary>
enum Outcome
{
    /// <summary>They are stored.</summary>
    Delivered,

    /// <summary>One of them is bad: halve and send again.</summary>
    Split,

    /// <summary>The only one is bad: drop it.</summary>
    Reject,

    /// <summary>The request is too large for something on the way: halve and send again, less at once from now on.</summary>
    TooLarge,

    /// <summary>Refused, but not in the words of a gateway: a firewall that objects to one of them, or a wrong address.</summary>
    Suspect,

    /// <summary>Key, source or URL is wrong: report it, and probe until somebody fixes it.</summary>
    Pause,

    /// <summary>The rate is limited: back off, and after a while send less at once.</summary>
    RateLimited,

    /// <summary>The data plane is unavailable: back off and try again.</summary>
    Retry,

    /// <summary>The proxy has another number of nodes: ask for it, and route anew.</summary>
    RefreshNodes,
}
