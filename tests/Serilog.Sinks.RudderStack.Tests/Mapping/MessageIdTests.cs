using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Tests.Architecture;

namespace Serilog.Sinks.RudderStack.Tests.Mapping;

public class MessageIdTests
{
    [Fact]
    public void IdsAreVersion4UuidsInLowerCase()
    {
        for (var i = 0; i < 1000; i++)
            Assert.Matches("^\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"$", NewId());
    }

    [Fact]
    public void NoTwoIdsAreEqualAcrossThreads()
    {
        var ids = new string[8][];
        Parallel.For(0, ids.Length, thread => ids[thread] = Enumerable.Range(0, 5000).Select(_ => NewId()).ToArray());

        var all = ids.SelectMany(id => id).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    // Randomness that was fetched ahead is in the memory that a snapshot or a fork copies, and is used twice then.
    [Fact]
    public void NoRandomnessIsFetchedAhead() =>
        Assert.DoesNotContain(Sources.Code(Sources.Sink), file => File.ReadAllText(file).Contains("RandomNumberGenerator", StringComparison.Ordinal));

    static string NewId()
    {
        var writer = MessageWriter.Rent();
        Assert.True(MessageComposer.TryWriteHead(writer, MessageType.Track, messageId: null));
        var head = System.Text.Encoding.UTF8.GetString(writer.Written);
        MessageWriter.Return(writer);
        return head[(head.LastIndexOf(':') + 1)..];
    }
}
