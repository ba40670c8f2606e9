using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack.Transport;

/// <summary>Divides messages over the nodes behind RudderStack's proxy, as analytics-go does: by CRC-32 of <c>userId:anonymousId</c>.</summary>
static class NodeRouting
{
    /// <summary>The requests to make, in order.</summary>
    /// <remarks>
    /// One user may have several anonymous ids and so several nodes. A message therefore goes into a request only if its
    /// user has no earlier message in a later one: it waits for the next round otherwise.
    /// </remarks>
    public static IReadOnlyList<Part> Divide(ReadOnlyMemory<QueuedMessage> messages, int nodeCount)
    {
        if (nodeCount == 1)
            return [new Part(messages, Node: 0, NodeCount: 1)];

        var parts = new List<Part>();
        var left = messages.ToArray();
        while (left.Length > 0)
        {
            var round = new SortedDictionary<int, List<QueuedMessage>>();
            var nodeOfUser = new Dictionary<int, int>();
            var deferred = new List<QueuedMessage>();
            foreach (var message in left)
            {
                var node = (int)(RoutingKey.Of(message.Json) % (uint)nodeCount);
                if (!nodeOfUser.TryGetValue(message.UserHash, out var taken))
                    nodeOfUser.Add(message.UserHash, taken = node);
                if (taken != node)
                {
                    // From here on, all of this user's messages wait for the next round.
                    nodeOfUser[message.UserHash] = -1;
                    deferred.Add(message);
                    continue;
                }

                if (!round.TryGetValue(node, out var request))
                    round.Add(node, request = []);
                request.Add(message);
            }

            foreach (var request in round)
                parts.Add(new Part(request.Value.ToArray(), request.Key, nodeCount));
            left = [.. deferred];
        }

        return parts;
    }
}

/// <summary>Messages that share a request: a batch, a half of one, or its share for one node.</summary>
/// <param name="Messages">The messages, in the order in which they must be stored.</param>
/// <param name="Node">The node that they go to.</param>
/// <param name="NodeCount">The node count that <paramref name="Node"/> was computed with.</param>
readonly record struct Part(ReadOnlyMemory<QueuedMessage> Messages, int Node, int NodeCount);
