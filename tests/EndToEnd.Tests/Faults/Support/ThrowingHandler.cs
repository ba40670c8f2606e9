namespace EndToEnd.Tests.Faults.Support;

/// <summary>An HTTP handler that throws a few times before it does its work: instead of giving a task, or in it.</summary>
sealed class ThrowingHandler : DelegatingHandler
{
    readonly bool _atOnce;
    int _left;

    public ThrowingHandler(int times, bool atOnce)
        : base(new SocketsHttpHandler())
    {
        _left = times;
        _atOnce = atOnce;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _left) < 0)
            return base.SendAsync(request, cancellationToken);
        return _atOnce ? throw new InvalidTimeZoneException() : Task.FromException<HttpResponseMessage>(new InvalidTimeZoneException());
    }
}
