using Microsoft.AspNetCore.Http;

namespace Serilog.AspNetCore.RudderStack;

/// <summary>Which requests say something about a visitor, and which event properties are read and written.</summary>
/// <remarks>The names are for sinks whose names were changed: each must be what the same option of <c>RudderStackSinkOptions</c> says.</remarks>
public sealed class RudderStackHttpContextOptions
{
    /// <summary>Whether a request's events are about the visitor who makes it. Default: null, for every request.</summary>
    /// <remarks>
    /// False for those of an administrator or of another server (a payment provider's call, say), whose ip, browser and
    /// cookies would pass for the user's. Called for each analytics event, on the thread that logs it, which may be one that
    /// outlives the request: read headers there rather than <c>Cookies</c> or <c>Query</c>, which keep what they have read
    /// for the next request. When it throws, the event goes on without the request's context.
    /// </remarks>
    public Func<HttpContext, bool>? AppliesTo { get; set; }

    /// <summary>The property that names the call. Default: <c>EventType</c>.</summary>
    public string EventTypeProperty { get; set; } = "EventType";

    /// <summary>The property that becomes <c>context</c>. Default: <c>Context</c>.</summary>
    public string ContextProperty { get; set; } = "Context";

    /// <summary>The property that becomes <c>anonymousId</c>. Default: <c>AnonymousId</c>.</summary>
    public string AnonymousIdProperty { get; set; } = "AnonymousId";

    /// <summary>The property that becomes <c>userId</c>. Default: <c>UserId</c>.</summary>
    public string UserIdProperty { get; set; } = "UserId";

    /// <summary>What is wrong, a line for each option.</summary>
    internal IReadOnlyList<string> Faults()
    {
        (string Option, string? Name)[] names =
        [
            (nameof(EventTypeProperty), EventTypeProperty),
            (nameof(ContextProperty), ContextProperty),
            (nameof(AnonymousIdProperty), AnonymousIdProperty),
            (nameof(UserIdProperty), UserIdProperty),
        ];
        return
        [
            .. from name in names
               where string.IsNullOrWhiteSpace(name.Name)
               select $"{name.Option} is empty; write the name of an event property, or leave the option out.",
        ];
    }
}
