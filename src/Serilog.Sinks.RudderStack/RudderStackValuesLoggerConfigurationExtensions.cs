using Serilog.Configuration;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Values;

namespace Serilog;

/// <summary>Makes a logger capture values as RudderStack messages need them.</summary>
public static class RudderStackValuesLoggerConfigurationExtensions
{
    /// <summary>Captures JSON, dictionaries, sequences and types that are text by the value rules of RudderStack messages.</summary>
    /// <remarks>
    /// <c>WriteTo.RudderStack</c> and <c>AuditTo.RudderStack</c> call it for the logger that they are configured on. A logger that
    /// reaches the sink another way (<c>WriteTo.Logger</c>, <c>Conditional</c>, <c>FallbackChain</c>, settings of a sub-logger) needs
    /// the call itself, for the property form with <c>@</c>; the typed methods do not need it. It adds a destructuring policy that
    /// leaves objects alone that Serilog reads member by member: policies of your own, registered before or after, still mask
    /// them. For the types that this policy does handle, a policy registered earlier is used first.
    /// </remarks>
    /// <param name="destructuringConfiguration">The logger's <c>Destructure</c>.</param>
    /// <returns>The logger configuration, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The configuration is null.</exception>
    public static LoggerConfiguration RudderStackValues(this LoggerDestructuringConfiguration destructuringConfiguration)
    {
        Guard.NotNull(destructuringConfiguration, nameof(destructuringConfiguration));
        return destructuringConfiguration.With(new ValuePolicy());
    }
}
