using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Serilog.AspNetCore.RudderStack;
using Serilog.Core;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the HTTP context of analytics events to a host.</summary>
public static class RudderStackHttpContextServiceCollectionExtensions
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
    /// there. What is registered is an <see cref="ILogEventEnricher"/>, which <c>logging.AddRudderStack()</c> uses, and
    /// Serilog's <c>ReadFrom.Services</c>. A second call adds no second enricher; its options are applied too.
    /// The host fails at start when a name is blank.
    /// </para>
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Leaves requests out, or sets the names of event properties if the sink's were changed.</param>
    /// <returns>The services, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The services are null.</exception>
    public static IServiceCollection AddRudderStackHttpContext(this IServiceCollection services, Action<RudderStackHttpContextOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddHttpContextAccessor();
        services.AddOptions<RudderStackHttpContextOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RudderStackHttpContextOptions>, OptionsCheck>());
        if (configure is not null)
            services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILogEventEnricher, HttpContextEnricher>(provider => new HttpContextEnricher(
            provider.GetRequiredService<IHttpContextAccessor>(),
            provider.GetRequiredService<IOptions<RudderStackHttpContextOptions>>().Value)));
        return services;
    }
}
