using System.Text;
using System.Text.Json;

namespace WebShop.Analytics;

/// <summary>Gives each browser an anonymous id, in the cookie and form in which RudderStack's JavaScript SDK keeps it.</summary>
/// <remarks>
/// Later requests bring the cookie, and the HTTP context enricher reads it. The first has none yet: a scope carries the id.
/// </remarks>
public sealed class VisitorIds
{
    const string AnonymousIdCookie = "rl_anonymous_id";
    const string UserIdCookie = "rl_user_id";

    readonly RequestDelegate _next;
    readonly ILogger<VisitorIds> _logger;

    public VisitorIds(RequestDelegate next, ILogger<VisitorIds> logger)
    {
        _next = next;
        _logger = logger;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(AnonymousIdCookie))
        {
            await _next(context);
            return;
        }

        using (_logger.BeginScope(new Dictionary<string, string> { ["AnonymousId"] = NewIdOf(context) }))
            await _next(context);
    }

    /// <summary>Lets the browser know who its user is.</summary>
    public static void SetUserId(HttpContext context, string id) => Append(context, UserIdCookie, id);

    /// <summary>Lets the browser forget who its user is; it stays the same visitor.</summary>
    public static void ForgetUserId(HttpContext context) => context.Response.Cookies.Delete(UserIdCookie);

    // A request comes here again when its answer is made anew, as the page for what is not found.
    static string NewIdOf(HttpContext context)
    {
        if (context.Items[AnonymousIdCookie] is string known)
            return known;

        var id = Guid.NewGuid().ToString();
        context.Items[AnonymousIdCookie] = id;
        context.Response.OnStarting(() =>
        {
            Append(context, AnonymousIdCookie, id);
            return Task.CompletedTask;
        });
        return id;
    }

    // ASP.NET Core percent-encodes the value. The SDK's cookies are open to scripts, or it could not read them itself.
    static void Append(HttpContext context, string cookie, string id) => context.Response.Cookies.Append(
        cookie,
        "RS_ENC_v3_" + Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(id))),
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
}
