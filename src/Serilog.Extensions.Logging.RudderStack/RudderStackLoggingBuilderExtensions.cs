using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Configuration;
using Microsoft.Extensions.Options;
using Serilog.Core;
using Serilog.Extensions.Logging.RudderStack;
using Serilog.Extensions.Logging.RudderStack.Compat;
using Serilog.Extensions.Logging.RudderStack.Configuration;
using Serilog.Extensions.Logging.RudderStack.Registration;
using Serilog.Sinks.RudderStack;

namespace Microsoft.Extensions.Logging;

/// <summary>Adds RudderStack to the loggers of an application.</summary>
/// <remarks>
/// <para>
/// Log events whose <c>EventType</c> is track, identify, page, screen, group or alias become RudderStack messages; all others
/// are ignored. State and scopes give an event its <c>EventType</c> and its other properties; the event's own win over those of
/// scopes, those of an inner scope over those of an outer one.
/// </para>
/// <para>
/// All forms read section <c>Logging:RudderStack</c>; what code sets wins. Whatever is wrong with the options makes the host
/// fail at start with an <see cref="OptionsValidationException"/> that names each fault. The host also
/// fails at start if Serilog has replaced Microsoft's logger factory, because events would be sent twice or not at all.
/// </para>
/// <para>
/// The provider takes level <c>Information</c> and above, whatever <c>Logging:LogLevel</c> says to all providers;
/// <c>Logging:RudderStack:LogLevel</c> changes that. Each <see cref="ILogEventEnricher"/> among the services enriches the
/// analytics events. Called twice, it adds one provider.
/// </para>
/// <para>
/// What the sink reports, a refused key or a lost message, is logged through the host's <see cref="ILogger"/>, category
/// <see cref="RudderStackReports.Category"/>.
/// </para>
/// </remarks>
public static class RudderStackLoggingBuilderExtensions
{
    /// <summary>Sends analytics events to RudderStack, as section <c>Logging:RudderStack</c> says.</summary>
    /// <param name="builder">The host's <c>Logging</c>.</param>
    /// <returns>The builder, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static ILoggingBuilder AddRudderStack(this ILoggingBuilder builder)
    {
        Guard.NotNull(builder, nameof(builder));

        builder.AddConfiguration();
        var services = builder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, RudderStackLoggerProvider>(CreateProvider));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<RudderStackLoggerOptions>, SectionReader>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RudderStackLoggerOptions>, OptionsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<LoggerFilterOptions>, DefaultRule>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Route>, RouteCheck>());
        services.TryAddSingleton<IRudderStackDelivery, Delivery>();
        services.TryAddSingleton<HostReports>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostLifetime>());
        services.AddOptions<RudderStackLoggerOptions>().ValidateOnStart();
        services.AddOptions<Route>().ValidateOnStart();
        return builder;
    }

    /// <summary>Sends analytics events to a RudderStack data plane.</summary>
    /// <param name="builder">The host's <c>Logging</c>.</param>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's absolute http or https URL, with or without <c>/v1/batch</c>.</param>
    /// <returns>The builder, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static ILoggingBuilder AddRudderStack(this ILoggingBuilder builder, string writeKey, string dataPlaneUrl) =>
        builder.AddRudderStack(options =>
        {
            options.WriteKey = writeKey;
            options.DataPlaneUrl = dataPlaneUrl;
        });

    /// <summary>Sends analytics events to RudderStack, as the options say.</summary>
    /// <param name="builder">The host's <c>Logging</c>.</param>
    /// <param name="configure">Sets the options, over what the section says.</param>
    /// <returns>The builder, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The builder or the delegate is null.</exception>
    public static ILoggingBuilder AddRudderStack(this ILoggingBuilder builder, Action<RudderStackLoggerOptions> configure)
    {
        Guard.NotNull(configure, nameof(configure));

        builder.AddRudderStack();
        builder.Services.Configure(configure);
        return builder;
    }

    // The monitor, whose instance is the one that was validated at start: delegates of the user run once.
    static RudderStackLoggerProvider CreateProvider(IServiceProvider services)
    {
        var reports = services.GetRequiredService<HostReports>();
        var provider = new RudderStackLoggerProvider(
            services.GetRequiredService<IOptionsMonitor<RudderStackLoggerOptions>>().CurrentValue,
            new RegisteredEnrichers(services),
            onReport: services.GetService<ProcessReports>() is null ? reports.Write : null,
            isOfHost: IsHost(services));
        reports.TakeLoggerInBackground(services);
        return provider;
    }

    // Asked for by name: the lifetime itself needs a logger, which cannot be had while the loggers are being made.
    static bool IsHost(IServiceProvider services) =>
        services.GetService<IServiceProviderIsService>()?.IsService(typeof(IHostApplicationLifetime)) == true;
}
