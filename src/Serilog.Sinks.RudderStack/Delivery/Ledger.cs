using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Messages;
using Serilog.Sinks.RudderStack.Storage;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Whether a message got a place in the queue.</summary>
enum Admission
{
    Admitted,
    QueueFull,
    Closed,

    /// <summary>The caller's thread was interrupted while it waited for room.</summary>
    Interrupted,
}

/// <summary>Counts every accepted message of one sink, and bounds the memory that they hold.</summary>
/// <remarks>
/// <para>
/// At any moment <c>accepted + recovered = delivered + dropped + transferred + pending</c>, since each change is made under one
/// lock; recovered and transferred are what a store has brought from, or keeps for, another process. A message is
/// settled once, by its lane; <see cref="Release"/> then takes it back, when nobody reads it any more. Only a shutdown counts
/// for others, all at once (<see cref="Abandon"/>), and from then on lanes count nothing.
/// </para>
/// <para>The lock is held for a few dozen instructions and calls nothing of the user's.</para>
/// </remarks>
sealed class Ledger
{
    // Enough for steady traffic; after a burst the rest goes back to the garbage collector.
    const long KeptBytesLimit = 16L * 1024 * 1024;

    readonly object _lock = new();
    readonly int _limit;
    readonly long _limitBytes;
    readonly int _largestMessage;
    readonly TimeProvider _timeProvider;
    readonly MessagePool _pool;
    readonly long[] _dropped = new long[DropReasons.Count];
    long _accepted;
    long _delivered;
    int _pending;

    // Part of what is pending: in memory and in the store; and in the store alone.
    int _taken;
    long _stored;
    long _storing;
    int _generation;
    long _everStored;
    long _everTaken;
    long _recovered;
    long _transferred;
    int _held;
    long _heldBytes;
    int _blocked;
    bool _hasRefused;
    bool _flushRequested;
    bool _abandoned;
    bool _closed;

    // When the first of what is pending was admitted, or something was acknowledged since.
    long _waitingSince;

    /// <param name="limit">The most messages held.</param>
    /// <param name="limitBytes">The most bytes that they hold.</param>
    /// <param name="maxMessageBytes">The length of the largest message.</param>
    /// <param name="timeProvider">The clock.</param>
    public Ledger(int limit, long limitBytes, int maxMessageBytes, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _limit = limit;
        _limitBytes = limitBytes;
        _largestMessage = QueuedMessage.MemoryFor(MessagePool.CapacityFor(maxMessageBytes));
        _pool = new MessagePool(Math.Min(KeptBytesLimit, limitBytes));
    }

    public int Pending
    {
        get
        {
            lock (_lock)
                return (int)Math.Min(int.MaxValue, _pending + _stored);
        }
    }

    /// <summary>What is pending in memory, whether or not it is stored as well.</summary>
    public int PendingInLanes
    {
        get
        {
            lock (_lock)
                return _pending;
        }
    }

    /// <summary>What is pending and would be lost with the process.</summary>
    public int PendingInMemory
    {
        get
        {
            lock (_lock)
                return _pending - _taken;
        }
    }

    /// <summary>How many messages have been stored so far, and how many of them have been taken from the store.</summary>
    public (long Stored, long Taken) StoreCounts
    {
        get
        {
            lock (_lock)
                return (_everStored, _everTaken);
        }
    }

    public long HeldBytes
    {
        get
        {
            lock (_lock)
                return _heldBytes;
        }
    }

    /// <summary>How long something has been pending without anything being acknowledged; zero when nothing is pending.</summary>
    public TimeSpan WaitingFor
    {
        get
        {
            lock (_lock)
                return _pending == 0 && _stored == 0 ? TimeSpan.Zero : _timeProvider.GetElapsedTime(_waitingSince);
        }
    }

    /// <summary>Whether a message was refused and nothing has left since, so that the next will find no room either.</summary>
    public bool HasNoRoom => Volatile.Read(ref _hasRefused);

    /// <summary>Gives a message a place, if there is room; nothing is counted otherwise.</summary>
    /// <param name="length">The length of the message.</param>
    /// <param name="wait">Whether to wait for room.</param>
    /// <param name="message">The message to fill, which the caller owns.</param>
    public Admission Admit(int length, bool wait, out QueuedMessage? message)
    {
        message = null;
        var memory = QueuedMessage.MemoryFor(MessagePool.CapacityFor(length));
        lock (_lock)
        {
            while (!_closed && !HasRoom(memory))
            {
                if (!wait)
                {
                    _hasRefused = true;
                    return Admission.QueueFull;
                }

                _blocked++;
                try
                {
                    Monitor.Wait(_lock);
                }
                catch (ThreadInterruptedException)
                {
                    return Admission.Interrupted;
                }
                finally
                {
                    _blocked--;
                }
            }

            if (_closed)
                return Admission.Closed;

            message = _pool.Rent(length);
            _accepted++;
            BeginWaiting();
            Hold(message);
            return Admission.Admitted;
        }
    }

    /// <summary>Counts a message before it is stored.</summary>
    /// <param name="onlyBehindOthers">Whether it is to be stored only when others wait in the store, which it must not overtake.</param>
    /// <returns>Whether it is to be stored.</returns>
    public bool BeginStore(bool onlyBehindOthers)
    {
        lock (_lock)
        {
            if (_closed || (onlyBehindOthers && _stored == 0))
                return false;
            _accepted++;
            BeginWaiting();
            _stored++;
            _storing++;
            _everStored++;
            return true;
        }
    }

    /// <summary>Counts what has become of it.</summary>
    /// <returns>The same, or that it went out of reach meanwhile.</returns>
    public StoreOutcome EndStore(StoreOutcome outcome, int generation)
    {
        lock (_lock)
        {
            _storing--;
            if (outcome == StoreOutcome.Stored && generation != _generation)
                outcome = StoreOutcome.StoredForAnother;
            if (outcome == StoreOutcome.Stored)
            {
                // What Abandon has counted it was not.
                if (_abandoned)
                    (_stored, _transferred) = (_stored - 1, _transferred + 1);
                return outcome;
            }

            _stored--;
            _everStored--;
            if (outcome == StoreOutcome.StoredForAnother)
                _transferred++;
            else if (outcome == StoreOutcome.Full)
                _dropped[(int)DropReason.OutboxFull]++;
            else
                _accepted--;
            return outcome;
        }
    }

    /// <summary>Whether a message of this length that comes from the store may be held; the store's share is limited.</summary>
    public bool TryTake(int length, bool isRecovered, int limit, out QueuedMessage? message)
    {
        message = null;
        lock (_lock)
        {
            if (_abandoned || _taken >= limit)
                return false;
            message = _pool.Rent(length);
            BeginWaiting();
            if (isRecovered)
                _recovered++;
            else
                (_stored, _everTaken) = (_stored - 1, _everTaken + 1);
            Hold(message);
            _taken++;
            return true;
        }
    }

    /// <summary>How many messages may be taken from the store.</summary>
    public int RoomToTake(int limit)
    {
        lock (_lock)
            return _abandoned ? 0 : Math.Max(0, limit - _taken);
    }

    /// <summary>Counts messages that the store has dropped before they were taken.</summary>
    public void DropStored(int own, int recovered, DropReason reason)
    {
        lock (_lock)
        {
            if (_abandoned)
                return;
            _stored -= own;
            _everTaken += own;
            _recovered += recovered;
            _dropped[(int)reason] += own + recovered;
        }
    }

    /// <summary>Whether the next message may find no room, so that waiting for a batch to fill would be waiting for the interval.</summary>
    /// <remarks>True once until messages leave: a flush at each admission into a full queue would make many small requests.</remarks>
    public bool RequestsFlush()
    {
        lock (_lock)
        {
            if (_flushRequested || HasRoom(_largestMessage))
                return false;
            _flushRequested = true;
            return true;
        }
    }

    /// <summary>Counts an event that was accepted and dropped before it was admitted.</summary>
    public void CountRefused(DropReason reason)
    {
        lock (_lock)
        {
            _accepted++;
            _dropped[(int)reason]++;
        }
    }

    /// <summary>Counts what lies in the store alone as transferred: it is out of reach.</summary>
    /// <returns>The number of messages.</returns>
    public long LeaveStored()
    {
        lock (_lock)
        {
            // Those that are being stored see by the generation whether they were.
            var count = _stored - _storing;
            _transferred += count;
            _everTaken += count;
            _stored = _storing;
            _generation++;
            return count;
        }
    }

    /// <summary>Counts messages as delivered, or as dropped.</summary>
    /// <returns>False when a shutdown has counted them already; nothing is counted then.</returns>
    public bool TrySettle(int count, DropReason? reason, int taken = 0)
    {
        lock (_lock)
        {
            if (_abandoned)
                return false;
            _pending -= count;
            _taken -= taken;
            if (reason is { } dropped)
                _dropped[(int)dropped] += count;
            else
                (_delivered, _waitingSince) = (_delivered + count, _timeProvider.GetTimestamp());
            return true;
        }
    }

    /// <summary>Ends the counting of lanes: what lies in a store is transferred, and the rest dropped by the shutdown.</summary>
    /// <param name="maySave">Whether a store may yet take the rest, which is pending until then.</param>
    /// <returns>The number of messages that were dropped, and of those that were transferred.</returns>
    public (int Dropped, long Transferred) Abandon(bool maySave = false)
    {
        lock (_lock)
        {
            _closed = true;
            _abandoned = true;
            var transferred = _taken + _stored - _storing;
            _pending -= _taken;
            (_taken, _stored) = (0, _storing);
            _transferred += transferred;
            return (maySave ? 0 : DropRest(), transferred);
        }
    }

    /// <summary>After <see cref="Abandon"/>: counts messages that a store has taken, or has not.</summary>
    public void SettleAbandoned(int count, bool isSaved)
    {
        lock (_lock)
        {
            // Nothing is left when the time for it was over.
            count = Math.Min(count, _pending);
            _pending -= count;
            if (isSaved)
                _transferred += count;
            else
                _dropped[(int)DropReason.Shutdown] += count;
        }
    }

    /// <summary>After <see cref="Abandon"/>: counts what is still pending as dropped by the shutdown.</summary>
    public int AbandonRest()
    {
        lock (_lock)
            return DropRest();
    }

    /// <summary>Takes settled messages back, which makes room.</summary>
    public void Release(ReadOnlySpan<QueuedMessage> messages)
    {
        foreach (var message in messages)
            message.Clear();

        lock (_lock)
        {
            foreach (var message in messages)
            {
                _held--;
                _heldBytes -= message.Memory;
                _pool.Return(message);
            }

            _hasRefused = false;
            _flushRequested = false;
            if (_blocked > 0)
                Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Admits nothing any more, and lets go of callers that wait for room.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _hasRefused = false;
            Monitor.PulseAll(_lock);
        }
    }

    public DeliveryStatistics ReadStatistics()
    {
        lock (_lock)
            return new DeliveryStatistics(_accepted, _delivered, DropReasons.ToDictionary(_dropped), _pending + _stored) { Recovered = _recovered, Transferred = _transferred };
    }

    int DropRest()
    {
        var count = _pending;
        _dropped[(int)DropReason.Shutdown] += count;
        _pending = 0;
        return count;
    }

    void BeginWaiting()
    {
        if (_pending == 0 && _stored == 0)
            _waitingSince = _timeProvider.GetTimestamp();
    }

    void Hold(QueuedMessage message)
    {
        _pending++;
        _held++;
        _heldBytes += message.Memory;
    }

    // A message larger than the whole limit still passes through an empty queue: its buffer may be a little larger.
    bool HasRoom(int memory) => _held == 0 || _held < _limit && _heldBytes + memory <= _limitBytes;
}
