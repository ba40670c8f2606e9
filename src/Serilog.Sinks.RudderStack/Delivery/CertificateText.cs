namespace Serilog.Sinks.RudderStack.Delivery;

/// <summary>Says what is wrong with the certificate of a data plane, by the names that .NET's handler gives it, and what to do.</summary>
/// <remarks>They stand in the exception's text only. Other systems and frameworks give none; then that text is shown as it is.</remarks>
static class CertificateText
{
    static readonly (string Name, string Meaning, string Advice)[] Known =
    [
        ("RemoteCertificateNameMismatch", "was issued for another name", "Check the host in the data plane URL, or have a certificate issued for it."),
        ("NotTimeValid", "has expired or is not valid yet", "Renew it, and check the clock of this host."),
        ("UntrustedRoot", "is self-signed, or of an authority that this host does not trust", "Have this host trust it, or set HttpMessageHandlerFactory to do so."),
        ("PartialChain", "is of an authority that this host does not know", "Have this host trust the authority, or the data plane send all intermediate certificates, or set HttpMessageHandlerFactory to trust it."),
        ("Revoked", "has been revoked", "Replace it."),
        ("RemoteCertificateChainErrors", "is not trusted or not valid for another reason", "Check its authority and its dates."),
    ];

    /// <summary>Gives null for a text with none of the names.</summary>
    public static string? Of(string message, string host)
    {
        var found = Array.FindAll(Known, known => message.Contains(known.Name));
        if (found.Length == 0)
            return null;

        var meanings = string.Join("; it ", found.Select(static known => known.Meaning));
        // All that are listed, known or not: a fault that is left out would be met next.
        var names = message.Substring(message.LastIndexOf(": ", StringComparison.Ordinal) + 1).Trim();
        return $"the certificate of {host} {meanings} ({names}). {string.Join(" ", found.Select(static known => known.Advice))}";
    }
}
