using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>What the transport reports about the messages in its hands. No method throws.</summary>
interface IDeliveryJournal
{
    /// <summary>A request has ended.</summary>
    void Attempted(int messageCount, Payload payload, Answer answer);

    /// <summary>The attempt that has ended last could not be settled by its answer; its messages are postponed, or lost if their time is over.</summary>
    void Failed(Outcome outcome, Answer answer);

    /// <summary>The data plane has stored these. They are no longer the caller's.</summary>
    void Delivered(ReadOnlyMemory<QueuedMessage> messages, Answer answer);

    /// <summary>These are lost. They are no longer the caller's.</summary>
    void Dropped(ReadOnlyMemory<QueuedMessage> messages, DropReason reason, Answer? answer);

    /// <summary>These will be sent again.</summary>
    void Postponed(ReadOnlyMemory<QueuedMessage> messages, Outcome outcome, Answer answer);

    /// <summary>Something on the way takes less at once than is configured; this much passes.</summary>
    void Limited(SizeLimit limit);
}
