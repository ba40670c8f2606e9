using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Benchmarks.Server;

/// <summary>A certificate for <c>localhost</c> in files: one with the key for the server, one for clients to trust.</summary>
/// <remarks>
/// Clients trust it as they trust any, through the system's store, and so need no handler of their own that would not be
/// what users have. On Linux OpenSSL's variable names the store; elsewhere a process cannot have its own.
/// </remarks>
sealed class LocalCertificate : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("benchmarks-");

    public LocalCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
        File.WriteAllText(PublicFile, certificate.ExportCertificatePem());
        File.WriteAllText(ServerFile, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whether clients on this system can be made to trust it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    public string ServerFile => Path.Combine(_folder.FullName, "server.pem");

    /// <summary>The environment of a client process that trusts it, and nothing else.</summary>
    public IEnumerable<KeyValuePair<string, string>> Trust => [new("SSL_CERT_FILE", PublicFile), new("SSL_CERT_DIR", _folder.FullName)];

    string PublicFile => Path.Combine(_folder.FullName, "localhost.crt");

    public static X509Certificate2 Load(string serverFile) => X509Certificate2.CreateFromPemFile(serverFile);

    public void Dispose() => _folder.Delete(recursive: true);
}
