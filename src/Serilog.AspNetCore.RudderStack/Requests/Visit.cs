using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Serilog.Events;

namespace Serilog.AspNetCore.RudderStack.Requests;

/// <summary>What a request says about its visitor.</summary>
sealed class Visit
{
    // In characters. Browsers stay far below. Should every character take six bytes in JSON, all of a visit still fits
    // into half a message.
    public const int LongestUserAgent = 512;
    public const int LongestAddress = 1024;

    Visit(DictionaryValue context, BrowserCookies cookies)
    {
        Context = context;
        AnonymousId = cookies.AnonymousId;
        UserId = cookies.UserId;
    }

    /// <summary>The members of <c>context</c>, spelled as RudderStack's event specification has them; only those that are there.</summary>
    public DictionaryValue Context { get; }

    public string? AnonymousId { get; }

    public string? UserId { get; }

    /// <summary>Reads the request, and changes nothing in it: not even what it would keep of what is read.</summary>
    public static Visit Of(HttpContext http)
    {
        var request = http.Request;
        var page = Members(
            ("path", Text((request.PathBase + request.Path).ToUriComponent(), LongestAddress)),
            ("referrer", Texts(request.Headers.Referer, static url => WithoutQuery(url), LongestAddress)));
        var context = Members(
            ("ip", Text(AddressOf(http.Connection.RemoteIpAddress), int.MaxValue)),
            ("userAgent", Texts(request.Headers.UserAgent, static text => text, LongestUserAgent)),
            ("page", page.Elements.Count > 0 ? page : null));
        return new Visit(context, BrowserCookies.Of(request.Headers.Cookie));
    }

    // A dual-mode socket shows IPv4 as ::ffff:192.0.2.1, and link-local addresses with the number of a network card.
    static string? AddressOf(IPAddress? address) => address switch
    {
        null => null,
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => new IPAddress(address.GetAddressBytes()).ToString(),
    };

    // Queries hold secrets: tokens of links sent by mail, search terms, e-mail addresses.
    static string WithoutQuery(string url) => url.IndexOfAny(['?', '#']) is var end and >= 0 ? url[..end] : url;

    // A header that came several times is an array, as any StringValues is that an event has itself. All its texts share the room.
    static LogEventPropertyValue? Texts(StringValues header, Func<string, string> read, int longest)
    {
        if (header.Count <= 1)
            return Text(header.Count == 0 ? null : read(header.ToString()), longest);

        var texts = header.Select(text => Text(text is null ? null : read(text), Math.Max(1, longest / header.Count))).OfType<ScalarValue>().ToList();
        return texts.Count == 0 ? null : new SequenceValue(texts);
    }

    static ScalarValue? Text(string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (text.Length > longest)
            text = text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
        return new ScalarValue(text);
    }

    static DictionaryValue Members(params (string Name, LogEventPropertyValue? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(new ScalarValue(member.Name), member.Value!)));
}
