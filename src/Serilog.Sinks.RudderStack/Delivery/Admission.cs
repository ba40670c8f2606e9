namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>What became of a message that asked for a place in the queue.</summary>
enum Admission
{
    Admitted,
    QueueFull,
    Closed,
}
