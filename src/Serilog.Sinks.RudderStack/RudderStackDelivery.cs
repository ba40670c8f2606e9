using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Settings;

namespace Serilog.Sinks.RudderStack;

/// <summary>Reaches the RudderStack sinks of this process, which Serilog gives no other way to.</summary>
public static class RudderStackDelivery
{
    /// <summary>Sends what was logged before the call, without waiting for the interval and without closing.</summary>
    /// <remarks>
    /// For serverless functions, command-line tools and tests. Covers every RudderStack sink of the process that is not
    /// yet disposed; sinks of <c>AuditTo</c> have nothing to flush. Waits as long as delivery is retried, so pass a token
    /// with a time limit where time is short. Inside a hook it sends and does not wait, since it would wait for that hook.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait; what was logged stays queued.</param>
    /// <returns>Statistics since each live sink was made, summed over them, as they are when everything is delivered or dropped.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static async Task<DeliveryStatistics> FlushAsync(CancellationToken cancellationToken = default)
    {
        var sinks = LiveSinks.Snapshot();
        await Task.WhenAll(sinks.Select(sink => sink.FlushAsync(cancellationToken))).ConfigureAwait(false);
        return DeliveryStatistics.Sum([.. sinks.Select(static sink => sink.ReadStatistics())]);
    }

    /// <summary>Counts the sinks of this process, not yet disposed, that send to a source.</summary>
    /// <remarks>
    /// For front ends that must not send beside another one. Sinks of <c>AuditTo</c>, and sinks that are switched off, do not
    /// count. What cannot be a URL or a key counts no sink.
    /// </remarks>
    /// <param name="writeKey">The write key of the source in RudderStack.</param>
    /// <param name="dataPlaneUrl">The data plane's URL, in any of the forms that a sink takes.</param>
    /// <returns>The number of sinks now.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static int CountSinks(string writeKey, string dataPlaneUrl)
    {
        Guard.NotNull(writeKey, nameof(writeKey));
        Guard.NotNull(dataPlaneUrl, nameof(dataPlaneUrl));
        if (DataPlaneAddress.Parse(dataPlaneUrl, new OptionFaults(writeKey)) is not { } address)
            return 0;

        var credentials = WriteKey.ToBasicCredentials(writeKey);
        return LiveSinks.Snapshot().Count(sink =>
            sink.Settings.BasicCredentials == credentials && sink.Settings.BatchEndpoint == address.BatchEndpoint);
    }
}
