namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>A handler that answers on the caller's thread only.</summary>
sealed class SynchronousHandlerDouble(Func<HttpResponseMessage> answer) : HttpMessageHandler
{
    public HttpRequestMessage? Request { get; private set; }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Request = request;
        return answer();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("asynchronous");
}
