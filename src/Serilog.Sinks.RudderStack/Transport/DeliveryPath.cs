namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Marks code that delivery itself runs: the sending of batches with the user's HTTP handler, and hooks.</summary>
/// <remarks>
/// A log call made there must never wait for room in the queue, since it would wait for the lane that it holds up. One made
/// in a hook calls no hook in turn, which could go on for ever. The mark flows with the execution context, so it also covers
/// tasks and threads that such code starts. Outside it is null: any other value would stay in the context of a thread that
/// logs, and pin the load context of a plug-in.
/// </remarks>
static class DeliveryPath
{
    static readonly object Sending = new();
    static readonly object Hook = new();
    static readonly AsyncLocal<object?> Current = new();

    /// <summary>Whether the caller runs inside delivery, hooks included.</summary>
    public static bool IsCurrent => Current.Value is not null;

    /// <summary>Whether the caller runs inside a hook.</summary>
    public static bool IsInHook => Current.Value == Hook;

    /// <summary>Marks the rest of the current asynchronous method as sending.</summary>
    public static void Enter() => Current.Value = Sending;

    /// <summary>Marks calls of hooks, until the result is disposed.</summary>
    public static HookCalls EnterHook()
    {
        var before = Current.Value;
        Current.Value = Hook;
        return new HookCalls(before);
    }

    public readonly struct HookCalls : IDisposable
    {
        readonly object? _before;

        public HookCalls(object? before) => _before = before;

        public void Dispose() => Current.Value = _before;
    }
}
