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

        var task = presented.EmitBatchAsync([TestMessages.Queued("a"), QueuedMessage.Filler]);

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal([true], found);
    }

    // PeriodicBatchingSink clears its list after the call.
    [Fact]
    public void TheListOfABatchMayBeClearedAfterwards()
    {
        var queue = new SendQueue(batchSize: 10, batchBytes: 512_000, maxSenders: 1);
        var list = TestMessages.Several(3).ToList<Events.LogEvent>();

        new PresentedBatches(queue, static () => { }).EmitBatchAsync(list);
        list.Clear();

        var batch = new Batch();
        Assert.True(queue.TryStartSender());
        Assert.True(queue.TryTake(batch, out _));
        Assert.Equal(["m0", "m1", "m2"], TestMessages.IdsOf(batch.Messages));
    }
}
