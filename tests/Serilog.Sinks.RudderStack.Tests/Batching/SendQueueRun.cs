using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Tests.Doubles;

namespace Serilog.Sinks.RudderStack.Tests.Batching;

/// <summary>A send queue and its senders, moved on step by step, with a record that must come out right.</summary>
sealed class SendQueueRun(SendQueue queue, int maxSenders, int batchSize, int batchBytes)
{
    readonly List<Batch> _working = [];
    readonly List<(int User, int Number)> _added = [];
    readonly List<(int User, int Number)> _taken = [];

    public void Add((int User, int Padding)[] messages)
    {
        var queued = new List<QueuedMessage>();
        foreach (var (user, padding) in messages)
        {
            queued.Add(TestMessages.Queued($"{user}-{_added.Count}", $"user{user}", padding: padding));
            _added.Add((user, _added.Count));
        }

        queue.AddDue(queued);
        Start();
    }

    /// <summary>A sender settles what it has and takes more, or ends.</summary>
    public void Continue(int sender)
    {
        if (_working.Count == 0)
            return;
        var batch = _working[sender % _working.Count];
        if (!Take(batch))
            _working.Remove(batch);
        Start();
    }

    public void Finish()
    {
        while (_working.Count > 0)
            Continue(0);

        Assert.False(queue.TryStartSender());
        Assert.Equal(_added.Order(), _taken.Order());
        foreach (var user in _added.Select(message => message.User).Distinct())
            Assert.Equal(_added.Where(message => message.User == user), _taken.Where(message => message.User == user));
    }

    void Start()
    {
        // As Senders does: one is started from outside, and each that finds more work starts the next.
        while (queue.TryStartSender())
        {
            var batch = new Batch();
            Assert.True(_working.Count < maxSenders);
            if (Take(batch))
                _working.Add(batch);
        }
    }

    bool Take(Batch batch)
    {
        var others = _working.Where(other => other != batch).SelectMany(other => other.Messages.ToArray()).Select(UserOf).ToHashSet();
        if (!queue.TryTake(batch, out _))
            return false;

        var messages = batch.Messages.ToArray();
        Assert.InRange(messages.Length, 1, batchSize);
        Assert.True(Payload.EnvelopeLength + messages.Sum(message => message.Length + Payload.SeparatorLength) - Payload.SeparatorLength <= batchBytes);
        foreach (var message in messages)
        {
            Assert.DoesNotContain(UserOf(message), others);
            Assert.Null(message.NextInQueue);
            _taken.Add((UserOf(message), NumberOf(message)));
        }

        return true;
    }

    static int UserOf(QueuedMessage message) => Part(message, 0);

    static int NumberOf(QueuedMessage message) => Part(message, 1);

    static int Part(QueuedMessage message, int index) =>
        int.Parse(TestMessages.IdOf(message.Json).Split('-')[index], System.Globalization.CultureInfo.InvariantCulture);
}
