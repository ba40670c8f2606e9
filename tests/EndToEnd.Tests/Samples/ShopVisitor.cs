using System.Net;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Samples;

/// <summary>A browser without JavaScript: it keeps cookies, says where it comes from, and sends forms as pages hold them.</summary>
sealed partial class ShopVisitor : IDisposable
{
    public const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Visitor/1.0";

    readonly HttpClientHandler _handler = new();
    readonly HttpClient _client;
    Uri? _at;

    public ShopVisitor(string shop)
    {
        _client = new HttpClient(_handler) { BaseAddress = new Uri(shop) };
        Assert.True(_client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent));
    }

    public string Html { get; private set; } = "";

    /// <summary>The path of the page that is shown.</summary>
    public string? Path => _at?.AbsolutePath;

    public CookieCollection Cookies => _handler.CookieContainer.GetAllCookies();

    public void SetCookie(string name, string value) => _handler.CookieContainer.Add(_client.BaseAddress!, new Cookie(name, value));

    public Task<HttpStatusCode> OpenAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a form with the anti-forgery token of the page shown.</summary>
    public Task<HttpStatusCode> SubmitAsync(string path, params (string Name, string Value)[] fields) =>
        SendWithoutTokenAsync(path, [.. fields, ("__RequestVerificationToken", Token().Match(Html).Groups[1].Value)]);

    public Task<HttpStatusCode> SendWithoutTokenAsync(string path, params (string Name, string Value)[] fields) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
    });

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    async Task<HttpStatusCode> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Referrer = _at;
            using var answer = await _client.SendAsync(request);
            _at = answer.RequestMessage!.RequestUri;
            Html = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode;
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
