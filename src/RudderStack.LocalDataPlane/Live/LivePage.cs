namespace RudderStack.Local.Live;

/// <summary>The live events page: static files inside the assembly, none of which depends on a message.</summary>
static class LivePage
{
    // No inline script or style, nothing from outside, no frame around it; and no string becomes markup or code.
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    const string JavaScript = "text/javascript; charset=utf-8";

    static readonly LiveFile Html = new("index.html", "text/html; charset=utf-8");

    static readonly Dictionary<string, LiveFile> Files = new()
    {
        ["/local/live/icon.svg"] = new LiveFile("icon.svg", "image/svg+xml"),
        ["/local/live/live.css"] = new LiveFile("live.css", "text/css; charset=utf-8"),
        ["/local/live/live.js"] = new LiveFile("live.js", JavaScript),
        ["/local/live/element.js"] = new LiveFile("element.js", JavaScript),
        ["/local/live/event-stream.js"] = new LiveFile("event-stream.js", JavaScript),
        ["/local/live/faults.js"] = new LiveFile("faults.js", JavaScript),
        ["/local/live/json.js"] = new LiveFile("json.js", JavaScript),
        ["/local/live/plan.js"] = new LiveFile("plan.js", JavaScript),
        ["/local/live/row-list.js"] = new LiveFile("row-list.js", JavaScript),
        ["/local/live/rows.js"] = new LiveFile("rows.js", JavaScript),
        ["/local/live/violations.js"] = new LiveFile("violations.js", JavaScript),
    };

    /// <summary>The real gateway answers <c>GET /</c> with JSON; who asks for HTML by name gets the page.</summary>
    public static bool IsAskedFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path == "/"
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html" && type.Quality is not 0);

    public static Task WriteAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.Headers.Vary = "Accept";
        return Html.WriteAsync(context);
    }

    /// <summary>Null when there is no such file.</summary>
    public static LiveFile? Find(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? Files.GetValueOrDefault(request.Path.Value ?? "") : null;
}
