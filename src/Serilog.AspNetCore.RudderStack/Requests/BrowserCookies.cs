using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Serilog.AspNetCore.RudderStack.Requests;

/// <summary>The ids that RudderStack's JavaScript SDK keeps in cookies.</summary>
/// <remarks>
/// Read from the header, by ASP.NET Core's own rules, but never through <see cref="HttpRequest.Cookies"/>: that keeps what
/// it has read in an object that Kestrel gives to the connection's next request, too. On a thread that outlives its request
/// it could leave one visitor's cookies there for the next one's request.
/// </remarks>
readonly record struct BrowserCookies(string? AnonymousId, string? UserId)
{
    public static BrowserCookies Of(StringValues header)
    {
        if (!Mentions(header, BrowserId.AnonymousIdCookie) && !Mentions(header, BrowserId.UserIdCookie))
            return default;

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Headers = new HeaderDictionary { [HeaderNames.Cookie] = header } });
        var cookies = new RequestCookiesFeature(features).Cookies;
        return new BrowserCookies(BrowserId.Read(cookies[BrowserId.AnonymousIdCookie]), BrowserId.Read(cookies[BrowserId.UserIdCookie]));
    }

    // Most requests have neither cookie, and some have kilobytes of others.
    static bool Mentions(StringValues header, string name)
    {
        foreach (var line in header)
        {
            if (line?.Contains(name, StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }

        return false;
    }
}
