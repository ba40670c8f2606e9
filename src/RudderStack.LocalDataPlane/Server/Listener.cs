using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace RudderStack.Local.Server;

/// <summary>
/// Kestrel without a host: it takes no configuration, no logging and no Ctrl+C from the process it runs in.
/// One listener serves from one start to one stop.
/// </summary>
sealed class Listener : IHttpApplication<HttpContext>, IDisposable
{
    /// <summary>How long requests in progress may take to end once listening stops; then they are cut.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A write then ends only when its bytes have left, so that what a fault sends before it cuts does arrive.
    static readonly SocketTransportOptions TransportOptions = new() { MaxWriteBufferSize = 1 };

    readonly Func<HttpContext, CancellationToken, Task> _handle;
    readonly CancellationTokenSource _stopping = new();
    readonly KestrelServer _server;

    public Listener(Func<HttpContext, CancellationToken, Task> handle)
    {
        _handle = handle;
        _server = new KestrelServer(
            Options.Create(ServerOptions()),
            new SocketTransportFactory(Options.Create(TransportOptions), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Gives the addresses with their real ports.</summary>
    public async Task<IReadOnlyList<string>> StartAsync(IEnumerable<string> urls, CancellationToken cancellationToken)
    {
        var addresses = _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        foreach (var url in urls)
            addresses.Add(url);
        await _server.StartAsync(this, cancellationToken).ConfigureAwait(false);
        return [.. addresses];
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Patience);
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _server.Dispose();
        _stopping.Dispose();
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _handle(context, _stopping.Token);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    static KestrelServerOptions ServerOptions()
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(720);
        options.Limits.MaxRequestHeadersTotalSize = 512 * 1024;
        options.Limits.MaxRequestHeaderCount = 10_000;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        return options;
    }
}
