using Serilog.Events;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>Presented messages that wait for a sender, kept so that messages of one user never overtake each other.</summary>
/// <remarks>
/// Messages are spread over lanes by user. A lane is first in, first out, and at most one sender holds it at a time: from
/// the moment it takes messages from the lane until they are settled. Users who share a lane wait for each other, which
/// costs a little throughput and never order. With a single sender one lane is enough, and order is that of logging.
/// </remarks>
sealed class SendQueue
{
    // Many more lanes than messages in flight (16 requests of 100), so that users seldom share one.
    const int LanesForConcurrency = 4096;

    readonly object _lock = new();
    readonly Lane[] _lanes;
    readonly Queue<int> _ready = new();
    readonly int _batchSize;
    readonly int _batchBytes;
    readonly int _maxSenders;
    int _senders;

    /// <param name="batchSize">The most messages that a sender takes at once.</param>
    /// <param name="batchBytes">The most bytes that they may have, envelope included.</param>
    /// <param name="maxSenders">The most senders at work at the same time.</param>
    public SendQueue(int batchSize, int batchBytes, int maxSenders)
    {
        _batchSize = batchSize;
        _batchBytes = batchBytes;
        _maxSenders = maxSenders;
        _lanes = new Lane[maxSenders == 1 ? 1 : LanesForConcurrency];
    }

    /// <summary>Adds the messages of a batch, leaving fillers out; takes nothing else but carriers.</summary>
    public void Add(IEnumerable<LogEvent> batch)
    {
        lock (_lock)
        {
            foreach (var logEvent in batch)
            {
                if (logEvent is not QueuedMessage message || ReferenceEquals(message, QueuedMessage.Filler))
                    continue;

                var index = (int)((uint)message.UserHash % (uint)_lanes.Length);
                ref var lane = ref _lanes[index];
                if (lane.Tail is { } tail)
                {
                    tail.NextInLane = message;
                }
                else
                {
                    lane.Head = message;
                    if (!lane.IsTaken)
                        _ready.Enqueue(index);
                }

                lane.Tail = message;
            }
        }
    }

    /// <summary>Asks to start one more sender; a sender that may start goes on until <see cref="TryTake"/> says no.</summary>
    public bool TryStartSender()
    {
        lock (_lock)
        {
            if (_ready.Count == 0 || _senders == _maxSenders)
                return false;
            _senders++;
            return true;
        }
    }

    /// <summary>Gives back the lanes of a settled batch and fills it anew; false ends the sender.</summary>
    /// <param name="batch">The sender's batch: empty, or with every message settled.</param>
    /// <param name="more">Whether there is work for one more sender.</param>
    public bool TryTake(Batch batch, out bool more)
    {
        lock (_lock)
        {
            Release(batch);
            batch.Clear();
            Fill(batch);
            if (batch.Count == 0)
                _senders--;
            more = _ready.Count > 0 && _senders < _maxSenders;
            return batch.Count > 0;
        }
    }

    void Release(Batch batch)
    {
        for (var i = 0; i < batch.Lanes.Count; i++)
        {
            var index = batch.Lanes[i];
            ref var lane = ref _lanes[index];
            lane.IsTaken = false;
            if (lane.Head is not null)
                _ready.Enqueue(index);
        }
    }

    void Fill(Batch batch)
    {
        var bytes = Payload.EnvelopeLength;
        while (batch.Count < _batchSize && _ready.Count > 0)
        {
            var index = _ready.Peek();
            ref var lane = ref _lanes[index];
            if (!Fits(lane.Head!, bytes))
                return;

            _ready.Dequeue();
            lane.IsTaken = true;
            batch.AddLane(index);
            while (lane.Head is { } message && batch.Count < _batchSize && Fits(message, bytes))
            {
                lane.Head = message.NextInLane;
                message.NextInLane = null;
                if (lane.Head is null)
                    lane.Tail = null;
                batch.Add(message);
                bytes += message.Length + Payload.SeparatorLength;
            }
        }
    }

    // A single message always fits (MaxMessageBytes is at most MaxBatchBytes - 12), so a batch is never left empty by size.
    bool Fits(QueuedMessage message, int bytes) => bytes + message.Length <= _batchBytes;

    struct Lane
    {
        public QueuedMessage? Head;
        public QueuedMessage? Tail;
        public bool IsTaken;
    }
}
