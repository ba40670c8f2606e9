using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serilog.AspNetCore.RudderStack;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the delivery of analytics to a host's health checks.</summary>
public static class RudderStackHealthChecksBuilderExtensions
{
    /// <summary>Checks whether the RudderStack sinks of the process deliver.</summary>
    /// <remarks>
    /// Fails while the key, the source or the URL is refused, while messages wait and none was acknowledged for too long, and
    /// when messages were lost within a time, for any reason but invalid, oversize and filtered. Probes do not affect each
    /// other. Without a sink it is healthy: nothing waits, all counts are zero.
    /// </remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">The status of a failed check. Default: degraded, since the application itself works.</param>
    /// <param name="tags">Tags to filter checks by.</param>
    /// <param name="stallThreshold">How long messages may wait beyond the interval. Default: 5 minutes.</param>
    /// <param name="lossWindow">The time for which losses count; one hour at most is remembered. Default: 15 minutes.</param>
    /// <returns>The health checks, to go on with.</returns>
    /// <exception cref="ArgumentNullException">The builder or the name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative.</exception>
    public static IHealthChecksBuilder AddRudderStack(
        this IHealthChecksBuilder builder,
        string name = "rudderstack",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? stallThreshold = null,
        TimeSpan? lossWindow = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        var threshold = stallThreshold ?? TimeSpan.FromMinutes(5);
        var window = lossWindow ?? TimeSpan.FromMinutes(15);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, TimeSpan.Zero, nameof(stallThreshold));
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.Zero, nameof(lossWindow));
        return builder.Add(new HealthCheckRegistration(name, new DeliveryHealthCheck(threshold, window), failureStatus ?? HealthStatus.Degraded, tags));
    }
}
