using Serilog.Sinks.RudderStack.Delivery;

namespace Serilog.Sinks.RudderStack;

/// <summary>Reaches the RudderStack sinks of this process, which Serilog gives no other way to.</summary>
public static class RudderStackDelivery
{
    /// <summary>Sends what was logged before the call, without waiting for the interval and without closing.</summary>
    /// <remarks>
    /// For serverless functions, command-line tools and tests. Covers every RudderStack sink of the process that is not
    /// yet disposed; sinks of <c>AuditTo</c> have nothing to flush. Waits as long as delivery is retried, so pass a token
    /// with a time limit where time is short. Must not be awaited inside <see cref="RudderStackSinkOptions.OnDelivered"/>
    /// or <see cref="RudderStackSinkOptions.OnDropped"/>, since it waits for them.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait; what was logged stays queued.</param>
    /// <returns>Statistics since each live sink was made, summed over them, as they are when everything is delivered or dropped.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static async Task<DeliveryStatistics> FlushAsync(CancellationToken cancellationToken = default)
    {
        var sinks = LiveSinks.Snapshot();
        await Task.WhenAll(Array.ConvertAll(sinks, sink => sink.FlushAsync(cancellationToken))).ConfigureAwait(false);
        return Statistics.Sum(Array.ConvertAll(sinks, static sink => sink.ReadStatistics()));
    }
}
