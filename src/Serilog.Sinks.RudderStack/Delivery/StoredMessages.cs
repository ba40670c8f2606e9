using Serilog.Events;
using Serilog.Sinks.RudderStack.Batching;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Mapping;
using Serilog.Sinks.RudderStack.Settings;
using Serilog.Sinks.RudderStack.Storage;
using Serilog.Sinks.RudderStack.Transport;

namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Stands between a sink and its store: log calls put messages in, one loop takes them out for the lanes.</summary>
/// <remarks>
/// The lanes hold a few batches of what is stored, so memory does not grow with the store. Messages are taken in the order in
/// which they were stored, and a user has one lane, so the order of each user is that of the store.
/// </remarks>
sealed class StoredMessages : IMessageStoreHost
{
    // What other processes have stored is found by looking.
    static readonly TimeSpan LookAround = TimeSpan.FromSeconds(1);

    readonly SinkSettings _settings;
    readonly MessageStore _store;
    readonly Ledger _ledger;
    readonly DeliveryJournal _journal;
    readonly Action<QueuedMessage> _addToLane;
    readonly Action _flushLanes;
    readonly int _limit;
    readonly TimeSpan _gatherTime;
    readonly object _lock = new();
    Task _loop = Task.CompletedTask;

    // Guarded by the lock.
    TaskCompletionSource<bool> _notified = NewSignal();
    TaskCompletionSource<bool> _hurried = NewSignal();
    int _flushes;

    volatile bool _isStopping;
    volatile bool _isIdle = true;
    int _sinceTaken;

    /// <param name="settings">The settings of the sink.</param>
    /// <param name="store">Its store.</param>
    /// <param name="ledger">Its ledger.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="addToLane">Gives a message to the lane of its user.</param>
    /// <param name="flushLanes">Makes the lanes send what they have.</param>
    public StoredMessages(SinkSettings settings, MessageStore store, Ledger ledger, DeliveryJournal journal, Action<QueuedMessage> addToLane, Action flushLanes)
    {
        _settings = settings;
        _store = store;
        _ledger = ledger;
        _journal = journal;
        _addToLane = addToLane;
        _flushLanes = flushLanes;
        _limit = MessageStore.BatchesTaken * settings.BatchSize * settings.MaxConcurrentRequests;
        _gatherTime = Lane.GatherTime(settings.Interval);
    }

    /// <summary>Whether the lanes have all that this process has stored.</summary>
    public bool IsEmpty => _ledger.StoreCounts is var (stored, taken) && stored == taken;

    /// <summary>Whether messages are stored before they are sent; otherwise only what memory would lose.</summary>
    public bool IsFirst => _store.IsFirst;

    public TimeProvider TimeProvider => _settings.TimeProvider;

    /// <summary>Opens the store, and begins to take what an earlier run has left.</summary>
    public void Start()
    {
        _store.Open(this);
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
            _loop = Task.Run(TakeAllAsync);
    }

    /// <summary>Stores a message on the thread that logs it, if it is to be stored.</summary>
    /// <param name="message">The message.</param>
    /// <param name="logEvent">What it was made from.</param>
    /// <param name="callsHooks">Whether hooks are called for it.</param>
    /// <param name="mayWait">Whether the caller waits for room.</param>
    /// <param name="memoryIsFull">Whether memory has no place for it.</param>
    /// <returns>False when it is to be kept in memory, or nowhere.</returns>
    public bool TryStore(in MappedMessage message, LogEvent logEvent, bool callsHooks, bool mayWait, bool memoryIsFull = false)
    {
        if (!_ledger.BeginStore(onlyBehindOthers: !_store.IsFirst && !memoryIsFull))
            return false;

        var outcome = _store.TryAppend(message.Json, message.UserHash, callsHooks, mayWait, out var generation);
        outcome = _ledger.EndStore(outcome, generation);
        switch (outcome)
        {
            case StoreOutcome.Unavailable:
                return false;
            case StoreOutcome.Full:
                _journal.NotStored(message, logEvent);
                return true;
            case StoreOutcome.StoredForAnother:
                DeliveryMeter.CountAccepted();
                DeliveryMeter.CountTransferred(1);
                return true;
            default:
                DeliveryMeter.CountAccepted();
                if (_isIdle)
                    Notify();
                if (Interlocked.Increment(ref _sinceTaken) == _settings.BatchSize)
                    Hurry();
                return true;
        }
    }

    /// <summary>Ends when all that this process has stored so far is with the lanes.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var upTo = _ledger.StoreCounts.Stored;
        Interlocked.Increment(ref _flushes);
        try
        {
            while (_ledger.StoreCounts is var (stored, taken) && taken < Math.Min(upTo, stored) && !_isStopping && !_loop.IsCompleted)
            {
                var notified = Notified();
                Hurry();
                _flushLanes();
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(notified, TimeProvider.System.WaitAsync(_gatherTime, enough.Token)).ConfigureAwait(false);
                enough.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _flushes);
        }
    }

    /// <summary>Takes nothing any more; what has been taken is the lanes'.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        Hurry();
        Notify();
        return _loop;
    }

    /// <summary>Whether the messages of a batch, of which a store has some, are forgotten there.</summary>
    public void Delivered(ReadOnlyMemory<QueuedMessage> messages)
    {
        if (IdsOf(messages.Span) is { Count: > 0 } ids)
            _store.Delivered(ids);
    }

    public void Rejected(ReadOnlyMemory<QueuedMessage> messages, string reason, Answer? answer)
    {
        if (IdsOf(messages.Span) is { Count: > 0 } ids)
            _store.Rejected(ids, reason, answer?.Status, answer is null ? null : answer.Status is null ? answer.Fault?.GetType().Name : answer.Text);
    }

    /// <summary>Stores what only memory holds, at the end of a shutdown.</summary>
    public bool TrySave(QueuedMessage message) =>
        _store.TryAppend(message.Json, message.UserHash, message.CallsHooks, mayWait: false, out _) is StoreOutcome.Stored or StoreOutcome.StoredForAnother;

    public void Close() => _store.Close();

    public bool WantsDropped => _settings.OnDropped is not null;

    public void Dropped(int own, int recovered, DropReason reason, string description, IReadOnlyList<byte[]> messages)
    {
        _ledger.DropStored(own, recovered, reason);
        if (recovered > 0)
            DeliveryMeter.CountRecovered(recovered);
        _journal.DroppedByStore(own + recovered, reason, description, messages);
    }

    public long LeaveStored() => _ledger.LeaveStored();

    public void Transferred(long count) => DeliveryMeter.CountTransferred(count);

    public void Report(string text) => _journal.Report(text);

    public void Notify() => Renew(ref _notified);

    /// <summary>How many of these lie in the store, too.</summary>
    public static int CountTaken(ReadOnlySpan<QueuedMessage> messages)
    {
        var count = 0;
        foreach (var message in messages)
            count += message.StoreId == 0 ? 0 : 1;
        return count;
    }

    // One loop for each sink. Nothing that it calls throws, unless memory runs out: then it goes on a second later.
    async Task TakeAllAsync()
    {
        while (!_isStopping)
        {
            try
            {
                await TakeSomeAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                await TimeProvider.System.WaitAsync(LookAround, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // What there is, and then waits for more.
    async Task TakeSomeAsync()
    {
        var (notified, hurried) = (Notified(), Hurried());
        var room = _ledger.RoomToTake(_limit);
        Volatile.Write(ref _sinceTaken, 0);

        // Without room, too: the store looks after itself on the way.
        var count = _store.Take(room, Take);
        if (count > 0)
        {
            if (Volatile.Read(ref _flushes) > 0)
                _flushLanes();
            Notify();
            if (count < room)
                await WaitAsync(hurried, _gatherTime).ConfigureAwait(false);
        }
        else if (room == 0)
        {
            // Until something is settled. Log calls wake nobody meanwhile.
            await WaitAsync(notified, LookAround).ConfigureAwait(false);
        }
        else
        {
            // The next log call wakes this. One that came before may be about to commit: then there is something to wait for.
            _isIdle = true;
            var isEmpty = IsEmpty;
            await WaitAsync(isEmpty ? Task.WhenAny(notified, hurried) : hurried, isEmpty ? LookAround : _gatherTime).ConfigureAwait(false);
            _isIdle = false;
            if (isEmpty && notified.IsCompleted)
                await WaitAsync(hurried, _gatherTime).ConfigureAwait(false);
        }
    }

    void Take(long id, ReadOnlySpan<byte> json, int userHash, bool callsHooks, bool isRecovered)
    {
        if (!_ledger.TryTake(json.Length, isRecovered, _limit, out var message))
            return;
        if (isRecovered)
            DeliveryMeter.CountRecovered(1);
        message!.Fill(json, userHash, original: null, callsHooks, id);
        _addToLane(message);
    }

    async Task WaitAsync(Task signal, TimeSpan limit)
    {
        if (_isStopping || signal.IsCompleted)
            return;
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(signal, TimeProvider.System.WaitAsync(limit, enough.Token)).ConfigureAwait(false);
        enough.Cancel();
    }

    Task<bool> Notified()
    {
        lock (_lock)
            return _notified.Task;
    }

    Task<bool> Hurried()
    {
        lock (_lock)
            return _hurried.Task;
    }

    /// <summary>Takes now what there is.</summary>
    public void Hurry() => Renew(ref _hurried);

    void Renew(ref TaskCompletionSource<bool> signal)
    {
        TaskCompletionSource<bool> ended;
        lock (_lock)
            (ended, signal) = (signal, NewSignal());
        ended.TrySetResult(true);
    }

    static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    static List<long> IdsOf(ReadOnlySpan<QueuedMessage> messages)
    {
        var ids = new List<long>(messages.Length);
        foreach (var message in messages)
        {
            if (message.StoreId != 0)
                ids.Add(message.StoreId);
        }

        return ids;
    }
}
