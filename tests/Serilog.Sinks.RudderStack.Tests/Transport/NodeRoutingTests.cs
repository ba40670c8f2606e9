using CsCheck;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Tests.Doubles;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Transport;

public sealed class NodeRoutingTests
{
    // Several anonymous ids for each user, and so several nodes.
    static readonly Gen<(int User, int Anonymous)[]> Logged = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 4]).Array[1, 100];

    [Fact]
    public void EachMessageIsInOnePartOnItsNodeAndUsersKeepTheirOrder() =>
        Gen.Select(Logged, Gen.Int[2, 7]).Sample((logged, nodeCount) =>
        {
            var messages = Make(logged);

            var parts = NodeRouting.Divide(messages, nodeCount);

            var sent = parts.SelectMany(part => part.Messages.ToArray()).ToArray();
            Assert.Equal(messages.Length, sent.Length);
            Assert.Equal(messages.Length, sent.Distinct().Count());
            foreach (var user in messages.Select(message => message.UserHash).Distinct())
                Assert.Equal(messages.Where(message => message.UserHash == user), sent.Where(message => message.UserHash == user));
            foreach (var part in parts)
            {
                Assert.False(part.Messages.IsEmpty);
                Assert.Equal(nodeCount, part.NodeCount);
                Assert.All(part.Messages.ToArray(), message => Assert.Equal(NodeOf(message, nodeCount), part.Node));
            }
        });

    [Fact]
    public void UsersWithOneNodeEachNeedOnePartForEachNode() =>
        Gen.Select(Gen.Int[0, 50].Array[1, 100], Gen.Int[2, 7]).Sample((users, nodeCount) =>
        {
            QueuedMessage[] messages = [.. users.Select((user, i) => TestMessages.Queued($"m{i}", $"user{user}", new string('a', user)))];

            // Under the one node of its user, whatever else differs between its messages.
            var nodeOfUser = messages.GroupBy(message => message.UserHash).ToDictionary(group => group.Key, group => NodeOf(group.First(), nodeCount));
            messages = [.. messages.Where(message => NodeOf(message, nodeCount) == nodeOfUser[message.UserHash])];

            var parts = NodeRouting.Divide(messages, nodeCount);

            Assert.Equal(messages.Select(message => NodeOf(message, nodeCount)).Distinct().Order(), parts.Select(part => part.Node));
        });

    [Fact]
    public void OneNodeGetsAllInOnePartWithoutACopy()
    {
        ReadOnlyMemory<QueuedMessage> messages = Make([(0, 0), (1, 1), (0, 2)]);

        var part = Assert.Single(NodeRouting.Divide(messages, nodeCount: 1));

        Assert.True(messages.Equals(part.Messages));
        Assert.Equal((0, 1), (part.Node, part.NodeCount));
    }

    static QueuedMessage[] Make((int User, int Anonymous)[] logged) =>
        [.. logged.Select((one, i) => TestMessages.Queued($"m{i}", $"user{one.User}", new string((char)('a' + one.Anonymous), one.Anonymous + 1)))];

    static int NodeOf(QueuedMessage message, int nodeCount) => (int)(RoutingKey.Of(message.Json) % (uint)nodeCount);
}
