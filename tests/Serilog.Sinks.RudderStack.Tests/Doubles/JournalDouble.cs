using System.Net;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>Remembers what senders reported, as text: the messages are nobody's once they are settled.</summary>
/// <remarks>Written by several senders at a time; to be read when they have ended, or by a test that drives them.</remarks>
sealed class JournalDouble : IDeliveryJournal
{
    readonly object _lock = new();
    int _attempts;

    public List<string> DeliveredIds { get; } = [];

    public List<(string Id, DropReason Reason, HttpStatusCode? Status)> Drops { get; } = [];

    public List<Outcome> Postponements { get; } = [];

    public List<SizeLimit> Limits { get; } = [];

    /// <summary>Called at each delivery, before it is noted.</summary>
    public Action OnDelivered { get; set; } = static () => { };

    public int Attempts => _attempts;

    /// <summary>Called at each postponement, before the sender waits.</summary>
    public Action OnPostponed { get; set; } = static () => { };

    public IEnumerable<string> SettledIds => DeliveredIds.Concat(Drops.Select(drop => drop.Id));

    public void Attempted(int messageCount, Payload payload, Answer answer) => Interlocked.Increment(ref _attempts);

    public void Failed(Outcome outcome, Answer answer)
    {
    }

    public void Delivered(ReadOnlyMemory<QueuedMessage> messages, Answer answer)
    {
        OnDelivered();
        lock (_lock)
            DeliveredIds.AddRange(TestMessages.IdsOf(messages));
    }

    public void Dropped(ReadOnlyMemory<QueuedMessage> messages, DropReason reason, Answer? answer)
    {
        lock (_lock)
            Drops.AddRange(TestMessages.IdsOf(messages).Select(id => (id, reason, answer?.Status)));
    }

    public void Postponed(ReadOnlyMemory<QueuedMessage> messages, Outcome outcome, Answer answer)
    {
        lock (_lock)
            Postponements.Add(outcome);
        OnPostponed();
    }

    public void Limited(SizeLimit limit)
    {
        lock (_lock)
            Limits.Add(limit);
    }
}
