using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Reports;

/// <summary>What is reported, and throttled, separately: each drop reason, and what delays delivery.</summary>
enum ReportKind
{
    Invalid = DropReason.Invalid,
    Oversize = DropReason.Oversize,
    QueueFull = DropReason.QueueFull,
    Rejected = DropReason.Rejected,
    RetryExpired = DropReason.RetryExpired,
    Shutdown = DropReason.Shutdown,
    Filtered = DropReason.Filtered,
    OutboxFull = DropReason.OutboxFull,
    Expired = DropReason.Expired,

    /// <summary>The data plane is unavailable, and messages wait for the next attempt.</summary>
    Retrying,

    /// <summary>Key, source or URL is wrong, and messages wait until somebody fixes it.</summary>
    Paused,

    /// <summary>A limit on the way lets only smaller requests through.</summary>
    Limited,

    /// <summary>A hook of the user threw.</summary>
    HookFailed,
}

/// <summary>What is true of each kind of report.</summary>
static class ReportKinds
{
    public const int Count = (int)ReportKind.HookFailed + 1;

    /// <summary>The number of failures reported one by one before counting begins: for faults of single events each call site matters.</summary>
    public static int LinesAtOnce(ReportKind kind) => kind is ReportKind.Invalid or ReportKind.Oversize ? 10 : 1;

    /// <summary>Whether it ends with a recovery.</summary>
    public static bool IsTrouble(ReportKind kind) => kind is ReportKind.Retrying or ReportKind.Paused;

    /// <summary>The line for failures that were counted.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="failures">How often.</param>
    /// <param name="messages">To how many messages.</param>
    /// <param name="isOver">Whether messages have been delivered since.</param>
    /// <param name="isEnd">Whether the sink is disposed, so that nothing waits any more.</param>
    public static string Summary(ReportKind kind, long failures, long messages, bool isOver, bool isEnd)
    {
        var attempts = Counted.Further(failures, "attempt failed", "attempts failed");
        var probes = Counted.Further(failures, "probe was refused", "probes were refused");
        return kind switch
        {
            ReportKind.Retrying when isOver => $"{attempts}; messages have been delivered since.",
            ReportKind.Paused when isOver => $"{probes}; messages have been delivered since.",
            ReportKind.Retrying when isEnd => $"{attempts} before the sink was disposed.",
            ReportKind.Paused when isEnd => $"{probes} before the sink was disposed.",
            ReportKind.Retrying => $"{attempts}; the data plane is still unavailable, and messages wait.",
            ReportKind.Paused => $"{probes}; check write key, source and data plane URL.",
            ReportKind.Limited => $"requests were made smaller {Counted.Further(failures, "time", "times")}, because of a limit on the way.",
            ReportKind.HookFailed => $"a hook threw {Counted.Further(failures, "time", "times")}.",
            _ => $"{Counted.Further(messages, "message was dropped", "messages were dropped")} ({DropReasons.Tag((DropReason)kind)}).",
        };
    }
}
