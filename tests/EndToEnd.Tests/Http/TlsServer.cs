using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace EndToEnd.Tests.Http;

/// <summary>A server that speaks TLS, counts the requests that it can read, and says OK to each unless it is to redirect.</summary>
sealed class TlsServer : IAsyncDisposable
{
    readonly WebApplication _application;
    int _requests;

    TlsServer(X509Certificate2 certificate)
    {
        Certificate = certificate;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, port: 0, endpoint => endpoint.UseHttps(https => https.ServerCertificateSelector = (_, _) => Certificate)));
        _application = builder.Build();
        _application.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            if (RedirectTo is { } location)
            {
                context.Response.StatusCode = RedirectStatus;
                context.Response.Headers.Location = location;
            }

            return context.Response.WriteAsync("OK");
        });
    }

    public string Url => _application.Urls.First();

    /// <summary>What it shows to connections from now on.</summary>
    public X509Certificate2 Certificate { get; set; }

    public int Requests => Volatile.Read(ref _requests);

    public string? RedirectTo { get; init; }

    public int RedirectStatus { get; init; } = 307;

    public static async Task<TlsServer> StartAsync(X509Certificate2 certificate, string? redirectTo = null, int redirectStatus = 307)
    {
        var server = new TlsServer(certificate) { RedirectTo = redirectTo, RedirectStatus = redirectStatus };
        await server._application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
