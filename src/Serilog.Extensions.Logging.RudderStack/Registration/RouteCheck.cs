using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>Sees at start that events reach RudderStack, and only once.</summary>
/// <remarks>
/// They cannot where Serilog has replaced Microsoft's logger factory: then no provider is called, or each is called besides
/// Serilog's own sinks. That is refused; nothing else is, since it is all that can be known. A provider that was removed again
/// is reported.
/// </remarks>
sealed class RouteCheck : IValidateOptions<Route>
{
    const string Removed =
        "AddRudderStack has no effect: its logger provider was removed again. Call ClearProviders, where it is needed, before AddRudderStack.";

    readonly IServiceProvider _services;
    readonly HostReports _reports;

    public RouteCheck(IServiceProvider services, HostReports reports)
    {
        _services = services;
        _reports = reports;
    }

    public ValidateOptionsResult Validate(string? name, Route options)
    {
        // Enrichers that cannot be made fail the start, too, and not the first event.
        _ = _services.GetServices<ILogEventEnricher>().ToArray();

        if (IsSwitchedOff())
            return ValidateOptionsResult.Success;

        if (_services.GetService<ILoggerFactory>() is SerilogLoggerFactory)
        {
            return ValidateOptionsResult.Fail(
                "AddRudderStack has no effect, or sends twice, where Serilog takes the place of Microsoft's loggers (UseSerilog, services.AddSerilog). " +
                "Either configure WriteTo.RudderStack in Serilog and remove AddRudderStack (the same log calls work), or keep AddRudderStack and " +
                "add Serilog as one provider among others, by Logging.AddSerilog.");
        }

        if (!_services.GetServices<ILoggerProvider>().Any(static provider => provider is RudderStackLoggerProvider))
        {
            SelfLog.WriteLine("RudderStack: {0}", Removed);
            _reports.Write(LogEventLevel.Warning, Removed);
        }

        return ValidateOptionsResult.Success;
    }

    // Wrong options are reported by their own check.
    bool IsSwitchedOff()
    {
        try
        {
            return !_services.GetRequiredService<IOptionsMonitor<RudderStackLoggerOptions>>().CurrentValue.Sink.Enabled;
        }
        catch (OptionsValidationException)
        {
            return false;
        }
    }
}
