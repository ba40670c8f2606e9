using System.Runtime.CompilerServices;
using Serilog.Events;
using Serilog.Sinks.PeriodicBatching;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The end of <c>PeriodicBatchingSink</c>, which decides when a batch is due: presents that many messages to the senders.</summary>
/// <remarks>
/// <para>
/// Through <c>PeriodicBatchingSink</c> passes one ticket for each message and not the message: it counts and waits, and
/// the messages keep their order in the send queue. A ticket is one shared log event, so it costs no memory.
/// </para>
/// <para>
/// This neither waits for delivery nor throws: after an exception <c>PeriodicBatchingSink</c> would present the same batch
/// again, and after ten it would empty its queue. Retrying is the transport's work.
/// </para>
/// </remarks>
sealed class PresentedBatches : IBatchedLogEventSink
{
    /// <summary>Stands for one message.</summary>
    public static readonly LogEvent Ticket = CreateEvent();

    /// <summary>Stands for none: fills up a batch so that it goes out at once.</summary>
    public static readonly LogEvent Filler = CreateEvent();

    readonly SendQueue _queue;
    readonly Action _wakeSenders;

    public PresentedBatches(SendQueue queue, Action wakeSenders)
    {
        _queue = queue;
        _wakeSenders = wakeSenders;
    }

    [MethodImpl(Jit.Hot)]
    public Task EmitBatchAsync(IEnumerable<LogEvent> batch)
    {
        var messages = 0;
        foreach (var logEvent in batch)
        {
            if (ReferenceEquals(logEvent, Ticket))
                messages++;
        }

        _queue.Present(messages);
        _wakeSenders();
        return Task.CompletedTask;
    }

    public Task OnEmptyBatchAsync() => Task.CompletedTask;

    /// <summary>Names the sink in what <c>PeriodicBatchingSink</c> writes to <c>SelfLog</c>.</summary>
    public override string ToString() => "RudderStack";

    static LogEvent CreateEvent() => new(default, LogEventLevel.Information, exception: null, new MessageTemplate([]), []);
}
