namespace Serilog.Sinks.RudderStack.Tests.Doubles;

/// <summary>A handler that is one function, for tests about what a handler may do.</summary>
sealed class HandlerDouble(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        send(request, cancellationToken);
}
