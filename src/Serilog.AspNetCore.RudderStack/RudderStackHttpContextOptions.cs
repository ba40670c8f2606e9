namespace Serilog.AspNetCore.RudderStack;

/// <summary>The event properties that the enricher reads and writes, for sinks whose names were changed.</summary>
/// <remarks>Each must be what the option of the same name says in <c>RudderStackSinkOptions</c>.</remarks>
public sealed class RudderStackHttpContextOptions
{
    /// <summary>The property that names the call. Default: <c>EventType</c>.</summary>
    public string EventTypeProperty { get; set; } = "EventType";

    /// <summary>The property that becomes <c>context</c>. Default: <c>Context</c>.</summary>
    public string ContextProperty { get; set; } = "Context";

    /// <summary>The property that becomes <c>anonymousId</c>. Default: <c>AnonymousId</c>.</summary>
    public string AnonymousIdProperty { get; set; } = "AnonymousId";

    /// <summary>The property that becomes <c>userId</c>. Default: <c>UserId</c>.</summary>
    public string UserIdProperty { get; set; } = "UserId";

    /// <exception cref="ArgumentException">A name is null or blank.</exception>
    internal void Validate()
    {
        Require(nameof(EventTypeProperty), EventTypeProperty);
        Require(nameof(ContextProperty), ContextProperty);
        Require(nameof(AnonymousIdProperty), AnonymousIdProperty);
        Require(nameof(UserIdProperty), UserIdProperty);

        static void Require(string option, string? name)
        {
            if (string.IsNullOrWhiteSpace(name))
                throw new ArgumentException($"{option} is empty; write the name of an event property, or leave the option out.");
        }
    }
}
