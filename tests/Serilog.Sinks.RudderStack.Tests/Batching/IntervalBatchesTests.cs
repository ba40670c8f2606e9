using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

public sealed class IntervalBatchesTests
{
    readonly SendQueue _queue = new(batchSize: 10, batchBytes: 512_000, maxSenders: 1);

    [Fact]
    public void WhatWaitsIsReadyBeforeTheSendersAreWokenAndIsNotWaitedFor()
    {
        var found = new List<bool>();
        _queue.Add(TestMessages.Queued("a"));

        var task = new IntervalBatches(_queue, () => found.Add(_queue.TryStartSender())).EmitBatchAsync([IntervalBatches.Ticket]);

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal([true], found);
    }

    [Fact]
    public void OnlyTheIntervalEndsABatchOfTickets()
    {
        var wakes = 0;
        var batching = IntervalBatches.Every(TimeSpan.FromHours(1), _queue, () => wakes++);

        for (var i = 0; i < 5; i++)
            batching.Emit(IntervalBatches.Ticket);
        batching.Dispose();

        // What was left when the sink was disposed, in one batch.
        Assert.Equal(1, wakes);
    }

    [Fact]
    public void OneTicketStandsForAllThatWaits()
    {
        foreach (var message in TestMessages.Several(5))
            _queue.Add(message);

        new IntervalBatches(_queue, static () => { }).EmitBatchAsync([IntervalBatches.Ticket]);

        var batch = new Batch();
        Assert.True(_queue.TryStartSender());
        Assert.True(_queue.TryTake(batch, out _));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], TestMessages.IdsOf(batch.Messages));
        Assert.Equal(Due.AfterInterval, _queue.Add(TestMessages.Queued("next")));
    }
}
