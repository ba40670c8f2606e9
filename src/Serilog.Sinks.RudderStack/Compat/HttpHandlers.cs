using System.Net;

namespace Serilog.Sinks.RudderStack.Compat;

/// <summary>The sink's own HTTP handler.</summary>
static class HttpHandlers
{
#if NET8_0_OR_GREATER
    public static HttpMessageHandler Create(int maxConnections, TimeSpan connectTimeout) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = maxConnections,
        ConnectTimeout = connectTimeout,

        // Long enough to reuse connections, short enough to follow a change of address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),

        // Neither spans of our own requests nor their context in our headers: the host would trace its own telemetry.
        ActivityHeadersPropagator = null,
    };
#else
    // HttpClientHandler cannot bound the life of its connections: a change of address is seen only when one breaks, or
    // on .NET Framework when ServicePointManager is set to let them go. Nor does it know a connect time-out: the request
    // time-out bounds both. Nor can it keep the tracing of .NET 5 to 7 from its requests. Known weaknesses of this target.
    public static HttpMessageHandler Create(int maxConnections, TimeSpan connectTimeout)
    {
        _ = connectTimeout;
        return new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = maxConnections,
        };
    }
#endif
}
