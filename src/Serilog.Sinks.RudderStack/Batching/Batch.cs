namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>The messages that one sender has taken, in the order in which they must leave.</summary>
/// <remarks>Reused by its sender: filled by the send queue, emptied when everything in it is settled.</remarks>
sealed class Batch
{
    readonly List<int> _lanes = [];
    QueuedMessage[] _messages = new QueuedMessage[16];

    public int Count { get; private set; }

    /// <summary>The messages, oldest first within each user; good until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<QueuedMessage> Messages => _messages.AsMemory(0, Count);

    /// <summary>The lanes that stay closed to other senders until this batch is settled.</summary>
    public IReadOnlyList<int> Lanes => _lanes;

    public void AddLane(int lane) => _lanes.Add(lane);

    public void Add(QueuedMessage message)
    {
        if (Count == _messages.Length)
            Array.Resize(ref _messages, Count * 2);
        _messages[Count++] = message;
    }

    public void Clear()
    {
        Array.Clear(_messages, 0, Count);
        Count = 0;
        _lanes.Clear();
    }
}
