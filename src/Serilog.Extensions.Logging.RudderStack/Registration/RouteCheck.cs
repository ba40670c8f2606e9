using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog.Core;
using Serilog.Extensions.Logging.RudderStack.Pipeline;

namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>Sees at start that events reach RudderStack, and only once.</summary>
/// <remarks>
/// It cannot be so where Serilog has replaced Microsoft's logger factory: then no provider is called, or each is called
/// besides Serilog's own sinks. Nor where Serilog is a provider beside this one and has a RudderStack sink for the same source;
/// such a sink is looked for among the live sinks of the process, since Serilog gives no way from a logger to its sinks.
/// </remarks>
sealed class RouteCheck : IValidateOptions<Route>
{
    const string ThroughSerilog =
        "Either configure WriteTo.RudderStack in Serilog and remove AddRudderStack (the same log calls work), or keep AddRudderStack and";

    readonly IServiceProvider _services;

    public RouteCheck(IServiceProvider services) => _services = services;

    public ValidateOptionsResult Validate(string? name, Route options)
    {
        // Enrichers that cannot be made fail the start, too, and not the first event.
        _ = _services.GetServices<ILogEventEnricher>().ToArray();

        if (IsSwitchedOff(out var settings))
            return ValidateOptionsResult.Success;

        if (_services.GetService<ILoggerFactory>() is SerilogLoggerFactory)
        {
            return ValidateOptionsResult.Fail(
                "AddRudderStack has no effect, or sends twice, where Serilog takes the place of Microsoft's loggers (UseSerilog, services.AddSerilog). " +
                $"{ThroughSerilog} add Serilog as one provider among others, by Logging.AddSerilog.");
        }

        if (settings is not null && HasSerilogProvider() && OwnSinks.CountOthers(settings.WriteKey!, settings.DataPlaneUrl!) > 0)
        {
            return ValidateOptionsResult.Fail(
                "Every analytics event would be sent twice, by AddRudderStack and by a RudderStack sink for the same source in Serilog, which is a provider beside it. " +
                $"{ThroughSerilog} remove the sink from Serilog.");
        }

        return ValidateOptionsResult.Success;
    }

    bool HasSerilogProvider() => _services.GetServices<ILoggerProvider>().Any(provider => provider is SerilogLoggerProvider);

    // Wrong options are reported by their own check; then nothing is known of the source.
    bool IsSwitchedOff(out RudderStackLoggerOptions? settings)
    {
        try
        {
            settings = _services.GetRequiredService<IOptionsMonitor<RudderStackLoggerOptions>>().CurrentValue;
            return !settings.Sink.Enabled;
        }
        catch (OptionsValidationException)
        {
            settings = null;
            return false;
        }
    }
}
