using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RudderStack.Local.Storage;

/// <summary>The stored messages in order, bounded: the oldest are forgotten first.</summary>
sealed class MessageStore
{
    /// <summary>How many messages a reader is given at once; while it works on them, the store may forget others.</summary>
    const int ReadAtOnce = 64;

    readonly object _lock = new();
    readonly Signal _changed;

    // Guarded by _lock.
    readonly Ring<StoredMessage> _messages;
    readonly TypeCounts _types = new();
    readonly ViolationCounts _violations = new();
    readonly List<(long Count, TaskCompletionSource Reached)> _waiters = [];
    long _count;
    bool _isComplete;

    public MessageStore(int capacity, long maxBytes, Signal changed)
    {
        _messages = new Ring<StoredMessage>(capacity, maxBytes, StoredMessage.SizeOf);
        _changed = changed;
    }

    /// <summary>All stored since the start or the last clear, forgotten ones included.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Stores the messages of one request side by side.</summary>
    public void Add(IReadOnlyList<StoredMessage> messages)
    {
        if (messages.Count == 0)
            return;
        lock (_lock)
        {
            _count += messages.Count;
            foreach (var message in messages)
            {
                _messages.Add(message);
                _types.Add(message.Json);
                _violations.Add(message.Finding);
            }

            foreach (var (_, reached) in _waiters.Where(waiter => waiter.Count <= _count))
                reached.TrySetResult();
            _waiters.RemoveAll(waiter => waiter.Reached.Task.IsCompleted);
        }

        _changed.Notify();
    }

    public StoredMessage[] Snapshot()
    {
        lock (_lock)
            return _messages.ToArray();
    }

    /// <summary>What was found by tracking plans since the start or the last clear, and the messages that are kept, at one moment.</summary>
    public (PlanSums Sums, StoredMessage[] Messages) Findings()
    {
        lock (_lock)
            return (_violations.ToSums(), _messages.ToArray());
    }

    /// <summary>The messages behind the number that are still known, but at most so many of the newest.</summary>
    public Numbered<StoredMessage> After(long number, int most)
    {
        lock (_lock)
            return _messages.After(number, most);
    }

    /// <summary>What was stored since the start or the last clear, and the number of the newest message that a clear has forgotten.</summary>
    public (long Count, Dictionary<string, long> Types, PlanSums Plan, long Cleared) Sums()
    {
        lock (_lock)
            return (_count, _types.ToDictionary(), _violations.ToSums(), _messages.Cleared);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
            _types.Clear();
            _violations.Clear();
            _count = 0;
        }

        _changed.Notify();
    }

    public async Task WaitAsync(long count, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_count >= count)
                return;
            _waiters.Add((count, reached));
        }

        try
        {
            await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (_lock)
                _waiters.RemoveAll(waiter => waiter.Reached == reached);
            throw new OperationCanceledException($"Waited for {count} messages, but only {Count} came.", cancellationToken);
        }
    }

    /// <summary>A reader has a place in the store, and nothing of its own: what the store forgets before it comes there is lost.</summary>
    public async IAsyncEnumerable<JsonElement> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = 0L;
        while (true)
        {
            var changed = _changed.Next;
            Numbered<StoredMessage> news;
            bool isComplete;
            lock (_lock)
                (news, isComplete) = (_messages.Next(place, ReadAtOnce), _isComplete);
            foreach (var message in news.Entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return message.Json;
            }

            place = news.Last;
            if (news.Entries.Length > 0)
                continue;
            if (isComplete)
                yield break;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the streams of all readers that have read all.</summary>
    public void Complete()
    {
        lock (_lock)
            _isComplete = true;
        _changed.Notify();
    }
}
