namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The life of a queued message, in order; only the ledger moves it on, so each is settled once.</summary>
enum QueuedMessageState
{
    /// <summary>In nobody's hands.</summary>
    Free,

    /// <summary>Admitted and not yet delivered or dropped.</summary>
    Pending,

    /// <summary>Delivered or dropped, while those who asked to be told are told.</summary>
    Settling,
}
