namespace RudderStack.Local.Storage;

/// <summary>The recorded requests in order, bounded: the oldest are forgotten first.</summary>
sealed class RequestLog
{
    const int Overhead = 1024;

    readonly object _lock = new();
    readonly Signal _changed;

    // Guarded by _lock.
    readonly Ring<ReceivedRequest> _requests;

    public RequestLog(int capacity, long maxBytes, Signal changed)
    {
        _requests = new Ring<ReceivedRequest>(capacity, maxBytes, Measure);
        _changed = changed;
    }

    /// <summary>The newest request that <see cref="Clear"/> has forgotten, by its sequence number.</summary>
    public long Cleared
    {
        get
        {
            lock (_lock)
                return _requests.Cleared;
        }
    }

    public void Add(ReceivedRequest request)
    {
        lock (_lock)
        {
            request.Sequence = _requests.Last + 1;
            _requests.Add(request);
        }

        _changed.Notify();
    }

    public ReceivedRequest[] Snapshot()
    {
        lock (_lock)
            return _requests.ToArray();
    }

    /// <summary>The requests behind the number that are still known, but at most so many of the newest.</summary>
    public Numbered<ReceivedRequest> After(long number, int most)
    {
        lock (_lock)
            return _requests.After(number, most);
    }

    public void Clear()
    {
        lock (_lock)
            _requests.Clear();
        _changed.Notify();
    }

    static long Measure(ReceivedRequest request) =>
        Overhead
        + (request.Body?.Length ?? 0)
        + (sizeof(char) * ((long)request.Path.Length + (request.Answer?.Length ?? 0)
            + request.Headers.Sum(header => (long)header.Key.Length + header.Value.Length + Overhead / 8)));
}
