namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>When a message that was added to the send queue is due, and so who has to be told.</summary>
enum Due
{
    /// <summary>At once, with the others that waited: they fill a batch.</summary>
    Now,

    /// <summary>After the interval, of which somebody has to keep track from now on.</summary>
    AfterInterval,

    /// <summary>With those before it, of which somebody keeps track already.</summary>
    WithOthers,
}
