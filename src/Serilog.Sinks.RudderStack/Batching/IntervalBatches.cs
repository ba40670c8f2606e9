using Serilog.Events;
using Serilog.Sinks.PeriodicBatching;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The end of <c>PeriodicBatchingSink</c>, which keeps the interval: when it is over, whatever waits is due.</summary>
/// <remarks>
/// <para>
/// Through <c>PeriodicBatchingSink</c> passes a ticket, which stands for all messages that wait, and never a message. A full
/// batch does not take this way: each pass through the thread pool, where that sink has its loop, cost as much as sending
/// the batch.
/// </para>
/// <para>
/// This neither waits for delivery nor throws: after an exception <c>PeriodicBatchingSink</c> would present the same batch
/// again, and after ten it would empty its queue. Retrying is the transport's work.
/// </para>
/// </remarks>
sealed class IntervalBatches : IBatchedLogEventSink
{
    /// <summary>Says that messages wait.</summary>
    public static readonly LogEvent Ticket = new(default, LogEventLevel.Information, exception: null, new MessageTemplate([]), []);

    readonly SendQueue _queue;
    readonly Action _wakeSenders;

    public IntervalBatches(SendQueue queue, Action wakeSenders)
    {
        _queue = queue;
        _wakeSenders = wakeSenders;
    }

    /// <summary>Makes the sink that takes tickets and keeps the interval.</summary>
    public static PeriodicBatchingSink Every(TimeSpan interval, SendQueue queue, Action wakeSenders) =>
        new(new IntervalBatches(queue, wakeSenders), new PeriodicBatchingSinkOptions
        {
            Period = interval,
            EagerlyEmitFirstEvent = false,

            // Only the interval ends a batch of tickets, however many there are: one that is given back, because the system
            // had no room for a sender, would otherwise come round again at once.
            BatchSizeLimit = int.MaxValue,

            // The ledger's limits rule: PeriodicBatchingSink would drop without a word.
            QueueLimit = null,
        });

    public Task EmitBatchAsync(IEnumerable<LogEvent> batch)
    {
        _queue.ReadyAll(takesTicketBack: true);
        _wakeSenders();
        return Task.CompletedTask;
    }

    public Task OnEmptyBatchAsync() => Task.CompletedTask;

    /// <summary>Names the sink in what <c>PeriodicBatchingSink</c> writes to <c>SelfLog</c>.</summary>
    public override string ToString() => "RudderStack";
}
