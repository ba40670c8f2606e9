using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

static class HandOver
{
    /// <summary>Takes what a ledger hands over, in place of a send queue.</summary>
    public static Func<QueuedMessage, Due> To(Action<QueuedMessage> take) => message =>
    {
        take(message);
        return Due.WithOthers;
    };
}
