using System.Net;

namespace Serilog.Sinks.RudderStack.Settings;

/// <summary>The data plane's URL, in whichever form the user has copied it, and the endpoints below it.</summary>
sealed class DataPlaneAddress
{
    const string Option = "dataPlaneUrl";
    const string Advice = "write it like https://your-data-plane.example";
    const string BatchPath = "/v1/batch";

    readonly Uri _url;
    readonly string _base;

    DataPlaneAddress(Uri url)
    {
        _url = url;
        _base = BaseOf(url);
    }

    public Uri BatchEndpoint => new(_base + BatchPath);

    public Uri ClusterInfoEndpoint => new(_base + "/cluster-info");

    public string Host => _url.Host;

    /// <summary>Whether write key and events would cross a network in clear text. Private networks count as networks.</summary>
    public bool IsClearTextToAnotherHost => _url.Scheme == Uri.UriSchemeHttp && !IsLocal(_url);

    // The URL is never shown: it can carry credentials, and it is the write key itself when the two are swapped.
    public static DataPlaneAddress? Parse(string? text, OptionFaults faults)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            faults.Add(Option, $"is empty; {Advice}.");
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) ||
            (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            faults.Add(Option, $"is not an absolute http or https URL; {Advice}.");
            return null;
        }

        var good = true;
        if (url.UserInfo.Length > 0)
        {
            faults.Add(Option, $"contains a user name or password; leave it out, the write key is what authenticates: {Advice}.");
            good = false;
        }

        if (text!.IndexOfAny(['?', '#']) >= 0)
        {
            faults.Add(Option, $"has a query or a fragment; {Advice}.");
            good = false;
        }

        return good ? new DataPlaneAddress(url) : null;
    }

    static string BaseOf(Uri url)
    {
        var text = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return text.EndsWith(BatchPath, StringComparison.OrdinalIgnoreCase)
            ? text.Substring(0, text.Length - BatchPath.Length).TrimEnd('/')
            : text;
    }

    static bool IsLocal(Uri url)
    {
        var host = url.DnsSafeHost.TrimEnd('.');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
