using System.Net;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>Remembers what a sender reported, as text: the messages are nobody's once they are settled.</summary>
sealed class JournalDouble : IDeliveryJournal
{
    public List<string> DeliveredIds { get; } = [];

    public List<(string Id, DropReason Reason, HttpStatusCode? Status)> Drops { get; } = [];

    public List<Outcome> Postponements { get; } = [];

    public List<SizeLimit> Limits { get; } = [];

    /// <summary>Called at each delivery, before it is noted.</summary>
    public Action OnDelivered { get; set; } = static () => { };

    public int Attempts { get; private set; }

    /// <summary>Called at each postponement, before the sender waits.</summary>
    public Action OnPostponed { get; set; } = static () => { };

    public IEnumerable<string> SettledIds => DeliveredIds.Concat(Drops.Select(drop => drop.Id));

    public void Attempted(int messageCount, Payload payload, Answer answer) => Attempts++;

    public void Delivered(ReadOnlyMemory<QueuedMessage> messages, Answer answer)
    {
        OnDelivered();
        DeliveredIds.AddRange(TestMessages.IdsOf(messages));
    }

    public void Dropped(ReadOnlyMemory<QueuedMessage> messages, DropReason reason, Answer? answer) =>
        Drops.AddRange(TestMessages.IdsOf(messages).Select(id => (id, reason, answer?.Status)));

    public void Postponed(ReadOnlyMemory<QueuedMessage> messages, Outcome outcome, Answer answer)
    {
        Postponements.Add(outcome);
        OnPostponed();
    }

    public void Limited(SizeLimit limit) => Limits.Add(limit);
}
