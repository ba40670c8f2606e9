using System.Net;

namespace RudderStack.Local.Api;

/// <summary>
/// Keeps pages of other origins, open in a developer's browser, from reading messages or setting faults. Programs send
/// none of the headers it looks at, and pass.
/// </summary>
sealed class BrowserGuard
{
    readonly Func<IReadOnlyList<string>> _urls;

    /// <param name="urls">Where the data plane listens now.</param>
    public BrowserGuard(Func<IReadOnlyList<string>> urls) => _urls = urls;

    /// <summary>Says why the request is refused, or null.</summary>
    public string? Refuse(HttpRequest request)
    {
        if (!IsOurName(request.Host.Host))
            return $"\"{request.Host.Host}\" is no name of this machine. Use 127.0.0.1, or start the data plane with this name in --urls.\n";
        return IsOfAnotherOrigin(request) ? "Pages of other origins may not use this.\n" : null;
    }

    /// <summary>
    /// A name that anyone can register may be made to lead here, and its pages would then have the data plane's own
    /// origin (DNS rebinding). Addresses, single words and reserved names cannot be registered.
    /// </summary>
    bool IsOurName(string host) =>
        host.Length == 0
        || !host.Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host, out _)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
        || _urls().Any(url => BindingAddress.Parse(url).Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Browsers say so themselves, or name the origin, which no page can suppress where it matters. Another port is
    /// another origin, too. Following a link is allowed: the page that holds the link sees nothing of the answer.
    /// </summary>
    static bool IsOfAnotherOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is not ("same-origin" or "none") && !IsFollowedLink(request);
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && origin != $"{request.Scheme}://{request.Host.Value}";
    }

    static bool IsFollowedLink(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers["Sec-Fetch-Mode"] == "navigate"
        && request.Headers["Sec-Fetch-Dest"] == "document";
}
