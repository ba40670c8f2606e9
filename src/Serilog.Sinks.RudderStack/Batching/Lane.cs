using Serilog.Events;
using Serilog.Sinks.PeriodicBatching;
using Serilog.Sinks.RudderStack.Compat;

namespace Serilog.Sinks.RudderStack.Batching;

/// <summary>A <c>PeriodicBatchingSink</c> and the messages that it gathers and sends, one batch at a time, in order.</summary>
/// <remarks>
/// <para>
/// One user's messages all take the same lane, so they leave in the order in which they were logged. This is the one class
/// that knows <c>PeriodicBatchingSink</c>. Its batches are what is sent: up to the batch size, or what came within the
/// interval. It is never made to retry: after an exception it would present the same objects again, reused by then.
/// </para>
/// <para>
/// Its loop wakes a thread for each event that comes alone, which costs a service far more than the event itself. So the lane
/// gathers messages and hands them on together, after a twentieth of the interval at the latest.
/// </para>
/// <para>
/// <c>PeriodicBatchingSink</c> has no flush. Filler events complete the batch that it gathers, counted exactly: up to the
/// next multiple of the batch size of what it holds, and again at each presentation while fillers remain or the flush is not
/// yet covered, since its interval may have ended a batch in between. While a batch is sent, a flush is only noted, so that any
/// number of flushes makes one more request.
/// </para>
/// <para>
/// The loop of <c>PeriodicBatchingSink</c> is never collected. It holds the lane while messages are unsettled, and only
/// weakly otherwise: a logger that was forgotten, not disposed, then goes with its lanes, and the finalizer ends the loop.
/// </para>
/// </remarks>
sealed class Lane : IDisposable
{
    // The most messages that are gathered, and the part of the interval for which they are.
    const int GatherLimit = 256;
    const int GatherPart = 20;

    static readonly LogEvent Filler = new(default, LogEventLevel.Information, exception: null, new MessageTemplate([]), []);

    readonly object _lock = new();
    readonly TimeSpan _interval;
    readonly TimeSpan _gatherTime;
    readonly int _batchSize;
    readonly Func<ReadOnlyMemory<QueuedMessage>, Task> _send;
    readonly SettlementWaits _waits;
    QueuedMessage[] _presented = [];

    // Guarded by the lock.
    readonly QueuedMessage?[] _gathering;
    PeriodicBatchingSink? _batching;
    Target? _target;
    Timer? _gatherTimer;
    int _gathered;
    int _handedOn;

    // What has been added and not yet presented, gathered messages included.
    int _heldMessages;
    int _heldFillers;

    // How many messages were added, and up to which of them a flush was asked for.
    long _added;
    long _flushUpTo;
    bool _isSending;
    bool _flushesNext;
    bool _isClosing;

    /// <param name="interval">The longest time that a message waits for a batch to fill.</param>
    /// <param name="batchSize">The number of messages that fills a batch.</param>
    /// <param name="send">Settles the messages of a batch, the memory of which is good until it ends. Never throws.</param>
    public Lane(TimeSpan interval, int batchSize, Func<ReadOnlyMemory<QueuedMessage>, Task> send)
    {
        _interval = interval;
        _gatherTime = GatherTime(interval);
        _batchSize = batchSize;
        _gathering = new QueuedMessage[Math.Min(batchSize, GatherLimit)];
        _send = send;
        _waits = new SettlementWaits(_lock);
    }

    // Only of a lane with nothing unsettled: see the remarks.
    ~Lane() => _batching?.EndInBackground();

    /// <summary>How long messages are gathered before they are handed on together.</summary>
    public static TimeSpan GatherTime(TimeSpan interval) => new(interval.Ticks / GatherPart);

    /// <summary>Whether messages have been added and not yet settled.</summary>
    public bool HasWork
    {
        get
        {
            lock (_lock)
                return _waits.HasWork;
        }
    }

    /// <summary>Takes an admitted message.</summary>
    /// <remarks>
    /// After a <see cref="ThreadInterruptedException"/> it may be called again: whatever waits does so before the message is
    /// counted. The lock keeps the loop from presenting it before that.
    /// </remarks>
    /// <returns>Whether the thread was interrupted after that, which is for the caller's next wait.</returns>
    public bool Add(QueuedMessage message)
    {
        lock (_lock)
        {
            _batching ??= Start();
            _target!.Hold(this);

            // What an interrupt has kept from being handed on.
            if (_gathered == _gathering.Length)
                HandOn();
            if (_gathered == 0)
                _gatherTimer!.Change(_gatherTime, Timeout.InfiniteTimeSpan);
            _gathering[_gathered++] = message;
            _waits.Added();
            _added++;
            _heldMessages++;
            try
            {
                if (_isClosing)
                    RequestFlush();
                else if (_gathered == _gathering.Length || (_heldMessages + _heldFillers) % _batchSize == 0)
                    HandOn();
                return false;
            }
            catch (ThreadInterruptedException)
            {
                // The timer goes on with it, on a thread of the pool.
                _gatherTimer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                return true;
            }
        }
    }

    /// <summary>Sends what has been added, without waiting for the interval.</summary>
    public void Flush()
    {
        lock (_lock)
            RequestFlush();
    }

    /// <summary>Sends what has been added, and ends when it is settled.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        var settled = _waits.WhenSettledAsync(cancellationToken);
        if (!settled.IsCompleted)
            Flush();
        return settled;
    }

    /// <summary>Sends from now on without waiting for the interval: the sink is being disposed.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosing = true;
            RequestFlush();
        }
    }

    /// <summary>Ends the loop behind the lane, which must have nothing left to settle, or be given up.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _batching?.EndInBackground();
            _gatherTimer?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    PeriodicBatchingSink Start()
    {
        _target = new Target(this);
        _gatherTimer = CreateTimer();
        return new PeriodicBatchingSink(_target, new PeriodicBatchingSinkOptions
        {
            Period = _interval - _gatherTime,
            BatchSizeLimit = _batchSize,
            EagerlyEmitFirstEvent = false,

            // The ledger's limits rule: PeriodicBatchingSink would drop silently.
            QueueLimit = null,
        });
    }

    // By the clock of PeriodicBatchingSink, which knows no TimeProvider. Set only while messages are gathered, so it keeps no
    // forgotten lane alive.
    Timer CreateTimer()
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Create();
        using (ExecutionContext.SuppressFlow())
            return Create();

        Timer Create() => new(static self => ((Lane)self!).EndGathering(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    void EndGathering()
    {
        lock (_lock)
        {
            HandOn();
            if (_isClosing)
                RequestFlush();
        }
    }

    // Where an interrupt ends it, the next call goes on.
    void HandOn()
    {
        if (_gathered == 0)
            return;

        for (; _handedOn < _gathered; _handedOn++)
        {
            _batching!.Emit(_gathering[_handedOn]!);
            _gathering[_handedOn] = null;
        }

        (_gathered, _handedOn) = (0, 0);
        _gatherTimer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    void RequestFlush()
    {
        if (_heldMessages == 0)
            return;
        if (_isSending)
        {
            _flushesNext = true;
            return;
        }

        _flushUpTo = _added;
        FillBatch();
    }

    void FillBatch()
    {
        HandOn();
        var excess = (_heldMessages + _heldFillers) % _batchSize;
        if (excess == 0)
            return;

        for (var missing = _batchSize - excess; missing > 0; missing--)
        {
            _batching!.Emit(Filler);
            _heldFillers++;
        }
    }

    // On the loop of PeriodicBatchingSink, one batch at a time.
    async Task EmitBatchAsync(IEnumerable<LogEvent> batch)
    {
        var count = Present(batch);
        if (count > 0)
            await SendAsync(count).ConfigureAwait(false);
        Array.Clear(_presented, 0, count);

        lock (_lock)
        {
            _isSending = false;
            if (_flushesNext || _isClosing)
                RequestFlush();
            _flushesNext = false;
        }

        // The waits are completed last: who continues then finds the lane at rest.
        if (_waits.Settled(count))
            Release();
    }

    async Task SendAsync(int count)
    {
        try
        {
            await _send(_presented.AsMemory(0, count)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It never throws, unless memory runs out while it reports. PeriodicBatchingSink must not present these again:
            // some may have been settled and hold other messages by then.
        }
    }

    int Present(IEnumerable<LogEvent> batch)
    {
        var (messages, fillers) = (0, 0);
        foreach (var logEvent in batch)
        {
            if (logEvent is not QueuedMessage message)
            {
                fillers++;
                continue;
            }

            if (messages == _presented.Length)
                Array.Resize(ref _presented, Math.Min(Math.Max(16, messages * 2), _batchSize));
            _presented[messages++] = message;
        }

        lock (_lock)
        {
            _isSending = messages > 0;
            _heldMessages -= messages;
            _heldFillers -= fillers;
            if (_heldFillers > 0 || _added - _heldMessages < _flushUpTo)
                FillBatch();
        }

        return messages;
    }

    void Release()
    {
        lock (_lock)
        {
            if (!_waits.HasWork)
                _target!.Release();
        }
    }

    /// <summary>What the loop of <c>PeriodicBatchingSink</c> holds in the place of the lane.</summary>
    sealed class Target : IBatchedLogEventSink
    {
        readonly WeakReference<Lane> _weak;
        volatile Lane? _strong;

        public Target(Lane lane) => _weak = new WeakReference<Lane>(lane);

        public void Hold(Lane lane) => _strong = lane;

        public void Release() => _strong = null;

        public Task EmitBatchAsync(IEnumerable<LogEvent> batch)
        {
            // Fillers alone can be presented when the lane has nothing to settle.
            if (_strong is { } lane || _weak.TryGetTarget(out lane))
                return lane.EmitBatchAsync(batch);
            return Task.CompletedTask;
        }

        public Task OnEmptyBatchAsync() => Task.CompletedTask;

        /// <summary>Names the sink in what <c>PeriodicBatchingSink</c> writes to <c>SelfLog</c>.</summary>
        public override string ToString() => "RudderStack";
    }
}
