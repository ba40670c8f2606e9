using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

static class Presenting
{
    /// <summary>Adds messages and presents them at once, as a batch that is due.</summary>
    public static void AddPresented(this SendQueue queue, IReadOnlyCollection<QueuedMessage> messages)
    {
        foreach (var message in messages)
            queue.Add(message);
        queue.Present(messages.Count);
    }
}
