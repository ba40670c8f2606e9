namespace Serilog.Sinks.RudderStack.Durable;

/// <summary>What a stored message survives.</summary>
public enum OutboxDurability
{
    /// <summary>The end of the process, however it comes; what was stored last may be lost when the machine loses its power.</summary>
    ProcessCrash,

    /// <summary>The loss of power, too: each commit waits for the disk (SQLite's <c>synchronous = FULL</c>).</summary>
    PowerLoss,
}
