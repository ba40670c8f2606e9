using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>Admitted messages: first those that wait until they are due, then those that wait for a sender.</summary>
/// <remarks>
/// Messages of one user never overtake each other.
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
    MessageChain _waiting;
    int _waitingCount;
    bool _isTicketOut;
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

    /// <summary>Adds an admitted message and says when it is due; if at once, it is ready for the senders.</summary>
    [MethodImpl(Jit.Hot)]
    public Due Add(QueuedMessage message)
    {
        lock (_lock)
        {
            _waiting.Add(message);
            if (++_waitingCount >= _batchSize)
            {
                Ready();
                return Due.Now;
            }

            if (_isTicketOut)
                return Due.WithOthers;
            _isTicketOut = true;
            return Due.AfterInterval;
        }
    }

    /// <summary>Readies all that waits for the senders.</summary>
    /// <param name="takesTicketBack">Whether the interval is over, so that whatever comes next needs another.</param>
    public void ReadyAll(bool takesTicketBack)
    {
        lock (_lock)
        {
            Ready();
            if (takesTicketBack)
                _isTicketOut = false;
        }
    }

    /// <summary>Asks to start one more sender; a sender that may start goes on until <see cref="TryTake"/> says no.</summary>
    [MethodImpl(Jit.Hot)]
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

    /// <summary>Takes back the permission of <see cref="TryStartSender"/>, when the sender could not be started.</summary>
    /// <returns>Whether others are at work.</returns>
    public bool CancelSender()
    {
        lock (_lock)
            return --_senders > 0;
    }

    /// <summary>Gives back the lanes of a settled batch and fills it anew; false ends the sender.</summary>
    /// <param name="batch">The sender's batch: empty, or with every message settled.</param>
    /// <param name="more">Whether there is work for one more sender.</param>
    [MethodImpl(Jit.Hot)]
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

    [MethodImpl(Jit.Hot)]
    void Ready()
    {
        while (_waiting.Head is not null)
        {
            var message = _waiting.Take();
            var index = (int)((uint)message.UserHash % (uint)_lanes.Length);
            ref var lane = ref _lanes[index];
            if (lane.Messages.Head is null && !lane.IsTaken)
                _ready.Enqueue(index);
            lane.Messages.Add(message);
        }

        _waitingCount = 0;
    }

    [MethodImpl(Jit.Hot)]
    void Release(Batch batch)
    {
        for (var i = 0; i < batch.Lanes.Count; i++)
        {
            var index = batch.Lanes[i];
            ref var lane = ref _lanes[index];
            lane.IsTaken = false;
            if (lane.Messages.Head is not null)
                _ready.Enqueue(index);
        }
    }

    [MethodImpl(Jit.Hot)]
    void Fill(Batch batch)
    {
        var bytes = Payload.EnvelopeLength;
        while (batch.Count < _batchSize && _ready.Count > 0)
        {
            var index = _ready.Peek();
            ref var lane = ref _lanes[index];
            if (!Fits(lane.Messages.Head!, bytes))
                return;

            _ready.Dequeue();
            lane.IsTaken = true;
            batch.AddLane(index);
            while (lane.Messages.Head is { } message && batch.Count < _batchSize && Fits(message, bytes))
            {
                batch.Add(lane.Messages.Take());
                bytes += message.Length + Payload.SeparatorLength;
            }
        }
    }

    // A single message always fits (MaxMessageBytes is at most MaxBatchBytes - 12), so a batch is never left empty by size.
    bool Fits(QueuedMessage message, int bytes) => bytes + message.Length <= _batchBytes;

    struct Lane
    {
        public MessageChain Messages;
        public bool IsTaken;
    }
}
