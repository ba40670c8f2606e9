namespace EndToEnd.Tests.Faults.Support;

/// <summary>Holds the first answer to <c>GET /cluster-info</c> back until it is released.</summary>
sealed class LateClusterInfoHandler : DelegatingHandler
{
    readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LateClusterInfoHandler()
        : base(new SocketsHttpHandler())
    {
    }

    public Task Answered => _answered.Task;

    public void Release() => _released.SetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.AbsolutePath == "/cluster-info" && _answered.TrySetResult())
            await _released.Task.WaitAsync(cancellationToken);
        return answer;
    }
}
