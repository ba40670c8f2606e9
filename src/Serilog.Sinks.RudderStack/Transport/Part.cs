using Serilog.Sinks.RudderStack.Batching;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Messages that share a request: a batch, a half of one, or its share for one node.</summary>
/// <param name="Messages">The messages, in the order in which they must be stored.</param>
/// <param name="Node">The node that they go to.</param>
/// <param name="NodeCount">The node count that <paramref name="Node"/> was computed with.</param>
readonly record struct Part(ReadOnlyMemory<QueuedMessage> Messages, int Node, int NodeCount);
