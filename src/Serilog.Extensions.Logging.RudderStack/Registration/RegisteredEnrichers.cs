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
    [ThreadStatic]
    static bool _enriching;

    readonly Lazy<ILogEventEnricher[]> _enrichers;

    public RegisteredEnrichers(IServiceProvider services) =>
        _enrichers = new Lazy<ILogEventEnricher[]>(() => [.. services.GetServices<ILogEventEnricher>()], LazyThreadSafetyMode.PublicationOnly);

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        // What an enricher itself logs goes without them: it would log again, and without end.
        if (_enriching)
            return;

        _enriching = true;
        try
        {
            foreach (var enricher in _enrichers.Value)
                Enrich(enricher, logEvent, propertyFactory);
        }
        finally
        {
            _enriching = false;
        }
    }

    static void Enrich(ILogEventEnricher enricher, LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
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
