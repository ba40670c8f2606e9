using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

static class DueMessages
{
    /// <summary>Adds messages that are due at once.</summary>
    public static void AddDue(this SendQueue queue, IReadOnlyCollection<QueuedMessage> messages)
    {
        foreach (var message in messages)
            queue.Add(message);
        queue.ReadyAll(takesTicketBack: false);
    }
}
