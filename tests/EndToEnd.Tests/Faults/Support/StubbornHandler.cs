namespace EndToEnd.Tests.Faults.Support;

/// <summary>A handler that does not do what it should for its first requests, until it is released.</summary>
sealed class StubbornHandler : DelegatingHandler
{
    readonly ManualResetEventSlim _released = new();
    readonly TaskCompletionSource _releasedToo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _sent;

    public StubbornHandler()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>How many requests pay no attention to their token.</summary>
    public int Deaf { get; init; }

    /// <summary>How many requests block instead of giving a task.</summary>
    public int Blocking { get; init; }

    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Lets the requests go on that are held back.</summary>
    public void Release()
    {
        _released.Set();
        _releasedToo.TrySetResult();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _sent);
        if (number <= Blocking)
            _released.Wait(CancellationToken.None);
        if (number <= Deaf)
            await _releasedToo.Task;
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        Release();
        base.Dispose(disposing);
    }
}
