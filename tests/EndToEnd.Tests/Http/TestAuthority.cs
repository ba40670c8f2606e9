using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EndToEnd.Tests.Http;

/// <summary>An authority that issues certificates, and that only the handlers made here trust.</summary>
sealed class TestAuthority : IDisposable
{
    static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _root = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
    }

    /// <summary>A certificate of this authority, valid for a time around now or beside it.</summary>
    public X509Certificate2 Issue(int fromDay = -1, int toDay = 1, string? host = null) =>
        Make(host, (request, key) => request.Create(_root, Now.AddDays(fromDay), Now.AddDays(toDay), [1, 2, 3]).CopyWithPrivateKey(key));

    /// <summary>A certificate of nobody but itself.</summary>
    public static X509Certificate2 SelfSigned(int fromDay = -1, int toDay = 1) =>
        Make(null, (request, _) => request.CreateSelfSigned(Now.AddDays(fromDay), Now.AddDays(toDay)));

    public SocketsHttpHandler TrustingHandler()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(_root);
        return handler;
    }

    public void Dispose() => _root.Dispose();

    // For the loopback address, unless it is to be for a host.
    static X509Certificate2 Make(string? host, Func<CertificateRequest, ECDsa, X509Certificate2> sign)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null)
            names.AddIpAddress(IPAddress.Loopback);
        else
            names.AddDnsName(host);
        var request = new CertificateRequest("CN=Data plane", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = sign(request, key);

        // Kestrel needs a key that is not bound to this process's memory on every platform.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
