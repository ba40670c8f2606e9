using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Serilog.AspNetCore.RudderStack;
using Serilog.Configuration;

namespace Serilog;

/// <summary>Adds the HTTP context of analytics events to a logger.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "The required accessor keeps the two forms apart, for C# and for Serilog.Settings.Configuration.")]
public static class RudderStackHttpContextLoggerConfigurationExtensions
{
    /// <summary>Gives analytics events what the current request says about its visitor.</summary>
    /// <remarks>
    /// <para>
    /// Into <c>context</c> go <c>ip</c>, <c>userAgent</c> (its first 512 characters), <c>page.path</c> and
    /// <c>page.referrer</c> (without queries, the first 1024 characters). From the cookies of RudderStack's JavaScript SDK
    /// come <c>anonymousId</c> and, unless the event is an alias, <c>userId</c>; ids above 256 characters are ignored.
    /// What the event has itself wins, member by member. Other events, and events outside a request, stay as they are.
    /// </para>
    /// <para>
    /// The ip is that of the connection; behind a proxy, ASP.NET Core's forwarded headers middleware puts the visitor's
    /// there. Add this after enrichers that supply ids or context, such as <c>FromLogContext</c>.
    /// </para>
    /// </remarks>
    /// <param name="enrichmentConfiguration">The logger's <c>Enrich</c>.</param>
    /// <param name="httpContextAccessor">Where the current request is found.</param>
    /// <param name="configure">Leaves requests out, or sets the names of event properties if the sink's were changed.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The configuration or the accessor is null.</exception>
    /// <exception cref="ArgumentException">The name of an event property is blank.</exception>
    public static LoggerConfiguration WithRudderStackHttpContext(
        this LoggerEnrichmentConfiguration enrichmentConfiguration,
        IHttpContextAccessor httpContextAccessor,
        Action<RudderStackHttpContextOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(enrichmentConfiguration);
        ArgumentNullException.ThrowIfNull(httpContextAccessor);
        var options = new RudderStackHttpContextOptions();
        configure?.Invoke(options);
        return enrichmentConfiguration.With(new HttpContextEnricher(httpContextAccessor, options));
    }

    /// <summary>Gives analytics events what the current request says about its visitor; the form for <c>appsettings.json</c>.</summary>
    /// <remarks>
    /// As the form with an accessor. The host must have called <c>services.AddHttpContextAccessor()</c>: otherwise
    /// ASP.NET Core does not provide the current request.
    /// </remarks>
    /// <param name="enrichmentConfiguration">The logger's <c>Enrich</c>.</param>
    /// <param name="eventTypeProperty">The property that names the call.</param>
    /// <param name="contextProperty">The property that becomes <c>context</c>.</param>
    /// <param name="anonymousIdProperty">The property that becomes <c>anonymousId</c>.</param>
    /// <param name="userIdProperty">The property that becomes <c>userId</c>.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The configuration is null.</exception>
    /// <exception cref="ArgumentException">The name of an event property is blank.</exception>
    public static LoggerConfiguration WithRudderStackHttpContext(
        this LoggerEnrichmentConfiguration enrichmentConfiguration,
        string eventTypeProperty = "EventType",
        string contextProperty = "Context",
        string anonymousIdProperty = "AnonymousId",
        string userIdProperty = "UserId") =>
        enrichmentConfiguration.WithRudderStackHttpContext(new HttpContextAccessor(), options =>
        {
            options.EventTypeProperty = eventTypeProperty;
            options.ContextProperty = contextProperty;
            options.AnonymousIdProperty = anonymousIdProperty;
            options.UserIdProperty = userIdProperty;
        });
}
