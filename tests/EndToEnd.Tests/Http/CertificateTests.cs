using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EndToEnd.Tests.Support;
using Serilog;
using Serilog.Sinks.RudderStack;

namespace EndToEnd.Tests.Http;

/// <summary>A data plane whose certificate is not good gets nothing; the report says why, and events wait for a good one.</summary>
public sealed class CertificateTests : EndToEndTest
{
    static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(200);

    // For as long as the process lives.
    static readonly TestAuthority Authority = new();

    public static TheoryData<string, bool, string[]> BadCertificates => new()
    {
        { "self-signed", false, ["is self-signed", "HttpMessageHandlerFactory"] },
        { "self-signed", true, ["is self-signed", "HttpMessageHandlerFactory"] },
        { "of an unknown authority", false, ["of an authority that this host does not know", "HttpMessageHandlerFactory"] },
        { "expired", true, ["has expired", "Renew it"] },
        { "not yet valid", true, ["is not valid yet", "clock of this host"] },
        { "of another host", true, ["certificate of 127.0.0.1 was issued for another name", "data plane URL"] },
        { "of another host", false, ["certificate of 127.0.0.1 was issued for another name", "data plane URL"] },
        { "self-signed and expired", false, ["has expired", "is self-signed"] },
    };

    [Theory]
    [MemberData(nameof(BadCertificates))]
    public async Task NothingIsSentAndTheReportSaysWhy(string kind, bool trustsAuthority, string[] parts)
    {
        using var certificate = Make(kind);
        await using var server = await TlsServer.StartAsync(certificate);
        using var handler = Authority.TrustingHandler();
        var log = CreateLogger(options => Configure(options, trustsAuthority ? handler : null, Impatience), url: server.Url);
        log.LogTrack("Kept back");
        var statistics = await FlushAsync();

        Assert.Equal((1, 0, 1), (statistics.Accepted, statistics.Delivered, statistics.Dropped[DropReason.RetryExpired]));
        Assert.Equal(0, server.Requests);
        Assert.IsType<AuthenticationException>(Assert.Single(Dropped).Exception!.GetBaseException());
        Assert.Contains($"no secure connection to {server.Url}/v1/batch, and nothing was sent: ", Reported.Lines[0], StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, Reported.Lines[0], StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BadCertificates))]
    public async Task AuditToThrowsTheSame(string kind, bool trustsAuthority, string[] parts)
    {
        using var certificate = Make(kind);
        await using var server = await TlsServer.StartAsync(certificate);
        using var handler = Authority.TrustingHandler();
        WithoutCallbacks();
        var log = Keep(new LoggerConfiguration().AuditTo.RudderStack(WriteKey, server.Url, options => Configure(options, trustsAuthority ? handler : null, Impatience)).CreateLogger());
        var thrown = Assert.Throws<AggregateException>(() => log.LogTrack("Kept back")).ToString();

        Assert.Equal(0, server.Requests);
        Assert.All(parts, part => Assert.Contains(part, thrown, StringComparison.Ordinal));
        Assert.DoesNotContain(WriteKey, thrown, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, thrown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("self-signed")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("of another host")]
    public async Task EventsAreDeliveredOnceTheCertificateIsGood(string kind)
    {
        using var bad = Make(kind);
        using var good = Make("good");
        await using var server = await TlsServer.StartAsync(bad);
        using var handler = Authority.TrustingHandler();
        var log = CreateLogger(options => Configure(options, handler, TimeSpan.FromMinutes(10)), url: server.Url);
        log.LogTrack("Waits");
        var flush = FlushAsync();
        await SoonEnough.IsTrueAsync(() => Reported.Lines.Any(line => line.Contains("no secure connection", StringComparison.Ordinal)));
        Assert.Equal(0, server.Requests);

        server.Certificate = good;
        var statistics = await flush;

        Assert.Equal((1, 1), (statistics.Accepted, statistics.Delivered));
        Assert.Equal(1, server.Requests);
        Assert.Single(Delivered);
    }

    [Fact]
    public async Task ACertificateOfOnesOwnIsTrustedByAHandler()
    {
        using var certificate = TestAuthority.SelfSigned();
        await using var server = await TlsServer.StartAsync(certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.Thumbprint;
        CreateLogger(options => options.HttpMessageHandlerFactory = () => handler, url: server.Url).LogTrack("Trusted");
        await FlushAsync();

        Assert.Single(Delivered);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData(301, false)]
    [InlineData(307, false)]
    [InlineData(308, false)]
    [InlineData(302, true)]
    [InlineData(307, true)]
    public async Task ARedirectToHttpGetsNothing(int status, bool handlerFollows)
    {
        using var certificate = Make("good");
        await using var server = await TlsServer.StartAsync(certificate, redirectTo: DataPlane.Url + "/v1/batch", redirectStatus: status);
        using var handler = Authority.TrustingHandler();

        // A handler of the user's may follow redirects; .NET's follows none from https to http.
        handler.AllowAutoRedirect = handlerFollows;
        CreateLogger(options => Configure(options, handler, Impatience), url: server.Url).LogTrack("Kept back");
        await FlushAsync();

        Assert.Equal(DropReason.Rejected, Assert.Single(Dropped).Reason);
        Assert.Empty(DataPlane.Requests);
        Assert.Contains(Reported.Lines, line => line.Contains("Redirects are not followed", StringComparison.Ordinal));
    }

    static void Configure(RudderStackSinkOptions options, HttpMessageHandler? handler, TimeSpan patience)
    {
        options.RetryTimeLimit = patience;
        if (handler is not null)
            options.HttpMessageHandlerFactory = () => handler;
    }

    static X509Certificate2 Make(string kind) => kind switch
    {
        "good" or "of an unknown authority" => Authority.Issue(),
        "self-signed" => TestAuthority.SelfSigned(),
        "self-signed and expired" => TestAuthority.SelfSigned(fromDay: -10, toDay: -1),
        "expired" => Authority.Issue(fromDay: -10, toDay: -1),
        "not yet valid" => Authority.Issue(fromDay: 1, toDay: 10),
        "of another host" => Authority.Issue(host: "plane.example"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
