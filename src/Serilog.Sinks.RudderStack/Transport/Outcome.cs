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

    /// <summary>Key, source or URL is wrong: say so, and probe until somebody mends it.</summary>
    Pause,

    /// <summary>The data plane is unwell: back off and try again.</summary>
    Retry,

    /// <summary>The proxy has another number of nodes: ask for it, and route anew.</summary>
    RefreshNodes,
}
