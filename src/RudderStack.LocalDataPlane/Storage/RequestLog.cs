namespace RudderStack.Local.Storage;

/// <summary>The recorded requests in order, bounded: the oldest are forgotten first.</summary>
sealed class RequestLog
{
    readonly Lock _lock = new();
    readonly Queue<ReceivedRequest> _requests = new();
    readonly int _capacity;
    long _sequence;

    public RequestLog(int capacity) => _capacity = capacity;

    public void Add(ReceivedRequest request)
    {
        lock (_lock)
        {
            request.Sequence = ++_sequence;
            _requests.Enqueue(request);
            if (_requests.Count > _capacity)
                _requests.Dequeue();
        }
    }

    public ReceivedRequest[] Snapshot()
    {
        lock (_lock)
            return [.. _requests];
    }
}
