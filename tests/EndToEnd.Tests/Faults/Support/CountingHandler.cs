namespace EndToEnd.Tests.Faults.Support;

/// <summary>Counts the requests in flight, as the sink sees them.</summary>
/// <remarks>The data plane counts a request a moment longer: until it has noticed that its answer has left.</remarks>
sealed class CountingHandler : DelegatingHandler
{
    readonly Lock _lock = new();
    int _inFlight;

    public CountingHandler()
        : base(new SocketsHttpHandler())
    {
    }

    public int MostInFlight { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Count(1);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Count(-1);
        }
    }

    void Count(int change)
    {
        lock (_lock)
        {
            _inFlight += change;
            MostInFlight = Math.Max(MostInFlight, _inFlight);
        }
    }
}
