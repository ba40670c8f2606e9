namespace EndToEnd.Tests.Http;

/// <summary>A user's handler: counts, fails and runs code when asked to.</summary>
sealed class RecordingHandler : DelegatingHandler
{
    int _sent;

    public RecordingHandler()
        : base(new SocketsHttpHandler())
    {
    }

    public int Sent => _sent;

    public bool IsDisposed { get; private set; }

    public int FailuresLeft { get; set; }

    public Action<HttpRequestMessage>? OnSend { get; init; }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Record(request);
        return base.Send(request, cancellationToken);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Record(request);
        return base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    void Record(HttpRequestMessage request)
    {
        Interlocked.Increment(ref _sent);
        OnSend?.Invoke(request);
        if (FailuresLeft-- > 0)
            throw new InvalidOperationException("The handler is out of order.");
    }
}
