using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class PresentedBatchesTests
{
    [Fact]
    public void ABatchIsHandedOverBeforeTheSendersAreWokenAndIsNotWaitedFor()
    {
        var queue = new SendQueue(batchSize: 10, batchBytes: 512_000, maxSenders: 1);
        var found = new List<bool>();
        var presented = new PresentedBatches(queue, () => found.Add(queue.TryStartSender()));

        queue.Add(TestMessages.Queued("a"));

        var task = presented.EmitBatchAsync([PresentedBatches.Ticket, PresentedBatches.Filler]);

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal([true], found);
    }

    [Fact]
    public void EachTicketPresentsOneMessageAndAFillerNone()
    {
        var queue = new SendQueue(batchSize: 10, batchBytes: 512_000, maxSenders: 1);
        foreach (var message in TestMessages.Several(5))
            queue.Add(message);

        new PresentedBatches(queue, static () => { }).EmitBatchAsync(
            [PresentedBatches.Ticket, PresentedBatches.Filler, PresentedBatches.Ticket, PresentedBatches.Ticket, PresentedBatches.Filler]);

        var batch = new Batch();
        Assert.True(queue.TryStartSender());
        Assert.True(queue.TryTake(batch, out _));
        Assert.Equal(["m0", "m1", "m2"], TestMessages.IdsOf(batch.Messages));
    }
}
