using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack;

namespace Microsoft.Extensions.Logging;

/// <summary>Sends what was logged without waiting, for code that gets its services injected.</summary>
/// <remarks>A singleton that <c>AddRudderStack</c> registers. The host sends everything when it stops; it need not be called for that.</remarks>
[SuppressMessage("ApiDesign", "RS0026", Justification = "A TimeSpan and a token are not mistaken for each other; of FlushAsync(default) the priority decides.")]
public interface IRudderStackDelivery
{
    /// <summary>Sends what was logged before the call, without waiting for the interval and without closing.</summary>
    /// <remarks>The same as <see cref="RudderStackDelivery.FlushAsync(CancellationToken)"/>, and as there for every RudderStack sink of the process.</remarks>
    /// <param name="cancellationToken">Ends the wait; what was logged stays queued.</param>
    /// <returns>Statistics since each live sink was made, summed over them.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    [OverloadResolutionPriority(1)]
    Task<DeliveryStatistics> FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>Sends what was logged before the call, without waiting for the interval and without closing, for a limited time.</summary>
    /// <remarks>The same as <see cref="RudderStackDelivery.FlushAsync(TimeSpan, CancellationToken)"/>: an unreachable data plane is no exception here.</remarks>
    /// <param name="timeout">
    /// How long to wait at most. Zero begins to send and does not wait; <see cref="Timeout.InfiniteTimeSpan"/>, and all above
    /// 24 days, is without limit.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; what was logged stays queued.</param>
    /// <returns>Statistics since each live sink was made, summed over them, as they are when everything is settled or the time is over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    Task<DeliveryStatistics> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
