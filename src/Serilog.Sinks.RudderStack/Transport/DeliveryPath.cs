namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Marks code that delivery itself runs: senders, handlers, callbacks, the failure listener.</summary>
/// <remarks>
/// A log call made there must never wait for room in the queue: it would wait for the sender that it holds up. The marker
/// flows with the execution context, so it also covers what a user's HTTP handler awaits.
/// </remarks>
static class DeliveryPath
{
    static readonly AsyncLocal<bool> Inside = new();

    public static bool IsCurrent => Inside.Value;

    /// <summary>Marks the rest of the current asynchronous flow.</summary>
    public static void Enter() => Inside.Value = true;

    /// <summary>Marks a synchronous call; returns what <see cref="Leave"/> wants back.</summary>
    public static bool EnterCall()
    {
        var before = Inside.Value;
        Inside.Value = true;
        return before;
    }

    public static void Leave(bool before) => Inside.Value = before;
}
