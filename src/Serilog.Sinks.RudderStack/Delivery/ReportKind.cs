namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>What is told, and throttled, separately: each drop reason, and what delays delivery.</summary>
enum ReportKind
{
    Invalid = DropReason.Invalid,
    Oversize = DropReason.Oversize,
    QueueFull = DropReason.QueueFull,
    Rejected = DropReason.Rejected,
    RetryExpired = DropReason.RetryExpired,
    Shutdown = DropReason.Shutdown,
    Filtered = DropReason.Filtered,

    /// <summary>The data plane is unwell, and messages wait for the next attempt.</summary>
    Retrying,

    /// <summary>Key, source or URL is wrong, and messages wait until somebody mends it.</summary>
    Paused,

    /// <summary>A hook of the user threw.</summary>
    HookFailed,
}
