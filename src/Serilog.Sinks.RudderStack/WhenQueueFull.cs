namespace Serilog.Sinks.RudderStack;

/// <summary>What happens to an event when the queue is full.</summary>
public enum WhenQueueFull
{
    /// <summary>It is dropped, counted and reported as <see cref="DropReason.QueueFull"/>; the log call never waits.</summary>
    Drop,

    /// <summary>The log call waits until there is room or the sink is disposed.</summary>
    Block,
}
