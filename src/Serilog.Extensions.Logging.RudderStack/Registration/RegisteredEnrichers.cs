using Microsoft.Extensions.DependencyInjection;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>The enrichers among the services, as one.</summary>
/// <remarks>
/// Resolved when first needed: an enricher may itself ask for a logger, which cannot be had while the loggers are being made.
/// </remarks>
sealed class RegisteredEnrichers : ILogEventEnricher
{
    readonly Lazy<ILogEventEnricher[]> _enrichers;

    public RegisteredEnrichers(IServiceProvider services) =>
        _enrichers = new Lazy<ILogEventEnricher[]>(() => [.. services.GetServices<ILogEventEnricher>()], LazyThreadSafetyMode.PublicationOnly);

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var enricher in _enrichers.Value)
        {
            try
            {
                enricher.Enrich(logEvent, propertyFactory);
            }
            catch (Exception exception)
            {
                SelfLog.WriteLine("RudderStack: the enricher {0} threw, the event goes on without it: {1}", enricher.GetType(), exception.GetType());
            }
        }
    }
}
