using System.Net;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>The sink's own HTTP handler, and what differs between frameworks in using one.</summary>
static class HttpHandlers
{
#if NET8_0_OR_GREATER
    public static HttpMessageHandler Create(int maxConnections) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = maxConnections,

        // Long enough to reuse connections, short enough to follow a change of address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),

        // What is not read of an answer by the time it is disposed is not waited for: the connection goes instead, and with
        // it a read that is stuck in it.
        ResponseDrainTimeout = TimeSpan.Zero,

        // Neither spans of our own requests nor their context in our headers: the host would trace its own telemetry.
        ActivityHeadersPropagator = null,
        ConnectCallback = BlockingConnection.OpenAsync,
    };

    /// <summary>Whether <see cref="Send"/> leaves the thread pool alone.</summary>
    public static bool SendsOnCallersThread => true;

    /// <summary>Sends on the caller's thread, without any asynchronous work to wait for.</summary>
    public static HttpResponseMessage Send(HttpMessageInvoker invoker, HttpRequestMessage request, CancellationToken cancellationToken) =>
        invoker.Send(request, cancellationToken);
#else
    // HttpClientHandler cannot bound the life of its connections: a change of address is seen only when one breaks, or
    // on .NET Framework when ServicePointManager is told to let them go. A known weakness of this target.
    public static HttpMessageHandler Create(int maxConnections) => new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = maxConnections,
    };

    // There is no synchronous HTTP before .NET 5.
    public static bool SendsOnCallersThread => false;

    public static HttpResponseMessage Send(HttpMessageInvoker invoker, HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new PlatformNotSupportedException();
#endif
}
