using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace RudderStack.Local.Storage;

/// <summary>The stored messages in order, bounded: the oldest are forgotten first.</summary>
sealed class MessageStore
{
    readonly Lock _lock = new();
    readonly int _capacity;
    readonly Signal _changed;

    // Guarded by _lock.
    readonly Ring<JsonElement> _messages;
    readonly TypeCounts _types = new();
    readonly List<Channel<JsonElement>> _readers = [];
    readonly List<(long Count, TaskCompletionSource Reached)> _waiters = [];
    long _count;

    public MessageStore(int capacity, Signal changed)
    {
        _capacity = capacity;
        _messages = new Ring<JsonElement>(capacity);
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
    public void Add(IReadOnlyList<JsonElement> messages)
    {
        if (messages.Count == 0)
            return;
        lock (_lock)
        {
            _count += messages.Count;
            foreach (var message in messages)
            {
                _messages.Add(message);
                _types.Add(message);
                foreach (var reader in _readers)
                    reader.Writer.TryWrite(message);
            }

            foreach (var (_, reached) in _waiters.Where(waiter => waiter.Count <= _count))
                reached.TrySetResult();
            _waiters.RemoveAll(waiter => waiter.Reached.Task.IsCompleted);
        }

        _changed.Tell();
    }

    public JsonElement[] Snapshot()
    {
        lock (_lock)
            return _messages.ToArray();
    }

    /// <summary>The messages behind the number that are still known, but at most so many of the newest.</summary>
    public Numbered<JsonElement> After(long number, int most)
    {
        lock (_lock)
            return new Numbered<JsonElement>(_messages.After(number, most), _messages.Last);
    }

    /// <summary>What was stored since the start or the last clear, and the number of the newest message that a clear has forgotten.</summary>
    public (long Count, Dictionary<string, long> Types, long Cleared) Sums()
    {
        lock (_lock)
            return (_count, _types.ToDictionary(), _messages.Cleared);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
            _types.Clear();
            _count = 0;
        }

        _changed.Tell();
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

    public async IAsyncEnumerable<JsonElement> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A reader that falls behind by more than the store holds loses what the store forgets, too.
        var channel = Channel.CreateBounded<JsonElement>(
            new BoundedChannelOptions(Math.Max(_capacity, 1)) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            foreach (var message in _messages.ToArray())
                channel.Writer.TryWrite(message);
            _readers.Add(channel);
        }

        try
        {
            await foreach (var message in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return message;
        }
        finally
        {
            lock (_lock)
                _readers.Remove(channel);
        }
    }

    /// <summary>Ends the streams of all readers.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            foreach (var reader in _readers)
                reader.Writer.TryComplete();
        }
    }
}
