using Serilog.Sinks.RudderStack;

namespace Microsoft.Extensions.Logging;

/// <summary>Sends what was logged without waiting, for code that gets its services injected.</summary>
/// <remarks>A singleton that <c>AddRudderStack</c> registers. The host needs no call of it to lose nothing when it stops.</remarks>
public interface IRudderStackDelivery
{
    /// <summary>Sends what was logged before the call, without waiting for the interval and without closing.</summary>
    /// <remarks>The same as <see cref="RudderStackDelivery.FlushAsync"/>, and as there for every RudderStack sink of the process.</remarks>
    /// <param name="cancellationToken">Ends the wait; what was logged stays queued.</param>
    /// <returns>Statistics since each live sink was made, summed over them.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    Task<DeliveryStatistics> FlushAsync(CancellationToken cancellationToken = default);
}
