using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Serilog.Extensions.Logging.RudderStack.Compat;
using Serilog.Extensions.Logging.RudderStack.Registration;
using Serilog.Sinks.RudderStack;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Brings the reports of RudderStack sinks to a host's log.</summary>
public static class RudderStackReportsServiceCollectionExtensions
{
    /// <summary>Logs the reports of every RudderStack sink of the process through the host's <c>ILogger</c>, category <see cref="RudderStackReports.Category"/>.</summary>
    /// <remarks>
    /// For hosts whose logger is Serilog (<c>UseSerilog</c>, <c>AddSerilog</c>): a sink there has no way to the host's loggers.
    /// The same lines as <c>SelfLog</c> gets, warnings, and information when a fault is over. What comes before the host starts
    /// waits, up to 100 lines. Beside <c>AddRudderStack</c>, which does it for its own sink, and called twice, each line is
    /// logged once. Reports are never analytics, whatever <c>EventType</c> a scope or an enricher adds. When the host has stopped
    /// and its services still live, what is queued is sent, as with <c>AddRudderStack</c>: an HTTP handler that comes from the
    /// services may be disposed before the logger is.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <returns>The services, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The services are null.</exception>
    public static IServiceCollection AddRudderStackReports(this IServiceCollection services)
    {
        Guard.NotNull(services, nameof(services));
        if (services.Any(static service => service.ServiceType == typeof(ProcessReports)))
            return services;

        // Made here and not with the services: sinks may report before these are there. The factory lets the services dispose it.
        var reports = new HostReports();
        var listening = new ProcessReports(reports);
        services.Replace(ServiceDescriptor.Singleton(reports));
        services.AddSingleton(_ => listening);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostLifetime>());
        return services;
    }
}
