using System.Runtime.CompilerServices;
using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Every accepted message of one sink, and what became of it.</summary>
/// <remarks>
/// <para>
/// At any moment <c>accepted = delivered + dropped + pending</c>, since each change is made under one lock. A message is
/// settled in two steps: <see cref="Claim"/> decides who settles it, so that it happens once even while a shutdown sweeps
/// up; <see cref="Complete"/> counts it, after those who asked to be told have been told. A flush that returns has
/// therefore seen all callbacks.
/// </para>
/// <para>The lock is held for a few dozen instructions, or one copy of a message, and calls nothing of the user's.</para>
/// </remarks>
sealed class Ledger
{
    // Enough for steady traffic; after a burst the rest goes back to the garbage collector.
    const long KeptBytesLimit = 16L * 1024 * 1024;

    readonly object _lock = new();
    readonly int _limit;
    readonly long _limitBytes;
    readonly Func<QueuedMessage, Due> _handOver;
    readonly MessagePool _pool;
    readonly List<FlushWait> _flushes = [];
    readonly long[] _dropped = new long[DropReasons.Count];
    QueuedMessage? _first;
    QueuedMessage? _last;
    long _lastSequence;
    long _accepted;
    long _delivered;
    int _pending;
    long _pendingBytes;
    int _blocked;
    bool _closed;

    /// <param name="limit">The most messages pending.</param>
    /// <param name="limitBytes">The most bytes that the pending messages hold.</param>
    /// <param name="handOver">Passes an admitted message on; called under the lock, so that it excludes <see cref="Close"/>.</param>
    public Ledger(int limit, long limitBytes, Func<QueuedMessage, Due> handOver)
    {
        _limit = limit;
        _limitBytes = limitBytes;
        _handOver = handOver;
        _pool = new MessagePool(Math.Min(KeptBytesLimit, limitBytes));
    }

    public int Pending
    {
        get
        {
            lock (_lock)
                return _pending;
        }
    }

    public long PendingBytes
    {
        get
        {
            lock (_lock)
                return _pendingBytes;
        }
    }

    /// <summary>Admits a message and hands it over, if there is room; nothing is counted otherwise.</summary>
    /// <param name="json">The message; it is copied.</param>
    /// <param name="userHash">The hash of its user.</param>
    /// <param name="original">The log event, if it must be kept.</param>
    /// <param name="wait">Whether to wait for room instead of giving up.</param>
    /// <param name="due">When it is due, if it was admitted.</param>
    [MethodImpl(Jit.Hot)]
    public Admission Admit(ReadOnlySpan<byte> json, int userHash, LogEvent? original, bool wait, out Due due)
    {
        due = Due.WithOthers;
        lock (_lock)
        {
            var memory = QueuedMessage.MemoryFor(MessagePool.CapacityFor(json.Length));
            while (!_closed && !HasRoom(memory))
            {
                if (!wait)
                    return Admission.QueueFull;
                _blocked++;
                Monitor.Wait(_lock);
                _blocked--;
            }

            if (_closed)
                return Admission.Closed;

            var message = _pool.Rent(json.Length);
            message.Fill(json, userHash, original);
            message.Sequence = ++_lastSequence;
            message.State = QueuedMessageState.Pending;
            Link(message);
            _accepted++;
            _pending++;
            _pendingBytes += message.Memory;
            due = _handOver(message);
            return Admission.Admitted;
        }
    }

    /// <summary>Whether the next message may find no room.</summary>
    /// <param name="memory">The most that it may need.</param>
    /// <remarks>
    /// Read without the lock, right after an admission. The one that filled the queue finds it full, unless somebody has
    /// made room since; whoever takes that room finds the same.
    /// </remarks>
    public bool IsFullFor(int memory) => !HasRoom(memory);

    /// <summary>Counts an event that was accepted and dropped before it was admitted.</summary>
    public void CountDropped(DropReason reason)
    {
        lock (_lock)
        {
            _accepted++;
            _dropped[(int)reason]++;
        }
    }

    /// <summary>Takes the right to settle these messages; those that somebody else settles are left out.</summary>
    [MethodImpl(Jit.Hot)]
    public IReadOnlyList<QueuedMessage> Claim(ReadOnlyMemory<QueuedMessage> messages)
    {
        var claimed = new List<QueuedMessage>(messages.Length);
        lock (_lock)
        {
            foreach (var message in messages.Span)
            {
                if (message.State != QueuedMessageState.Pending)
                    continue;
                message.State = QueuedMessageState.Settling;
                claimed.Add(message);
            }
        }

        return claimed;
    }

    /// <summary>Takes the right to settle whatever is still pending, wherever it is.</summary>
    public IReadOnlyList<QueuedMessage> ClaimAll()
    {
        var claimed = new List<QueuedMessage>();
        lock (_lock)
        {
            for (var message = _first; message is not null; message = message.Next)
            {
                if (message.State != QueuedMessageState.Pending)
                    continue;
                message.State = QueuedMessageState.Settling;
                claimed.Add(message);
            }
        }

        return claimed;
    }

    /// <summary>Counts claimed messages as settled and takes them back.</summary>
    /// <param name="claimed">What <see cref="Claim"/> or <see cref="ClaimAll"/> gave.</param>
    /// <param name="reason">Why they were dropped; null when they were delivered.</param>
    /// <param name="reuse">Whether they are in nobody else's hands and may be filled again.</param>
    [MethodImpl(Jit.Hot)]
    public void Complete(IReadOnlyList<QueuedMessage> claimed, DropReason? reason, bool reuse)
    {
        List<FlushWait>? done = null;
        lock (_lock)
        {
            for (var i = 0; i < claimed.Count; i++)
            {
                var message = claimed[i];
                Unlink(message);
                _pending--;
                _pendingBytes -= message.Memory;
                foreach (var flush in _flushes)
                    flush.Settled(message.Sequence);
                message.State = QueuedMessageState.Free;
                if (reuse)
                {
                    message.Clear();
                    _pool.Return(message);
                }
            }

            if (reason is { } dropped)
                _dropped[(int)dropped] += claimed.Count;
            else
                _delivered += claimed.Count;

            if (_flushes.Exists(static flush => flush.IsDone))
            {
                done = _flushes.FindAll(static flush => flush.IsDone);
                _flushes.RemoveAll(static flush => flush.IsDone);
            }

            if (_blocked > 0)
                Monitor.PulseAll(_lock);
        }

        if (done is not null)
        {
            foreach (var flush in done)
                flush.Complete();
        }
    }

    /// <summary>A task that ends when every message admitted so far is settled.</summary>
    public Task WhenSettledAsync(CancellationToken cancellationToken)
    {
        FlushWait flush;
        lock (_lock)
        {
            if (_pending == 0)
                return Task.CompletedTask;
            flush = new FlushWait(_lastSequence, _pending);
            _flushes.Add(flush);
        }

        return flush.WaitAsync(cancellationToken);
    }

    /// <summary>Admits nothing any more, and lets go of callers that wait for room.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    public DeliveryStatistics ReadStatistics()
    {
        lock (_lock)
            return new DeliveryStatistics(_accepted, _delivered, DropReasons.ToDictionary(_dropped), _pending);
    }

    // A message larger than the whole limit still passes through an empty queue: its buffer may be a little larger.
    bool HasRoom(int memory) => _pending == 0 || _pending < _limit && _pendingBytes + memory <= _limitBytes;

    [MethodImpl(Jit.Hot)]
    void Link(QueuedMessage message)
    {
        message.Previous = _last;
        if (_last is null)
            _first = message;
        else
            _last.Next = message;
        _last = message;
    }

    [MethodImpl(Jit.Hot)]
    void Unlink(QueuedMessage message)
    {
        if (message.Previous is null)
            _first = message.Next;
        else
            message.Previous.Next = message.Next;
        if (message.Next is null)
            _last = message.Previous;
        else
            message.Next.Previous = message.Previous;
        message.Previous = message.Next = null;
    }
}
