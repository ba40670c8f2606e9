namespace Serilog.Sinks.RudderStack.Durable;

/// <summary>When a message is written to the outbox.</summary>
public enum OutboxMode
{
    /// <summary>Always, before the log call returns.</summary>
    Always,

    /// <summary>Only when memory would lose it: the queue is full, or the sink is disposed before it is delivered.</summary>
    /// <remarks>A log call's return then promises nothing: what is in memory is lost with the process.</remarks>
    OnTrouble,
}
