using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Serilog.Sinks.RudderStack.Compat;
using Serilog.Sinks.RudderStack.Delivery;
using Serilog.Sinks.RudderStack.Messages;

namespace Serilog.Sinks.RudderStack;

/// <summary>Flushes, drains and reads the RudderStack sinks of this process; Serilog itself has no way to reach a sink.</summary>
[SuppressMessage("ApiDesign", "RS0026", Justification = "A TimeSpan and a token are not mistaken for each other; of FlushAsync(default) the priority decides.")]
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
    [OverloadResolutionPriority(1)]
    public static Task<DeliveryStatistics> FlushAsync(CancellationToken cancellationToken = default) =>
        FlushAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Sends what was logged before the call, without waiting for the interval and without closing, for a limited time.</summary>
    /// <remarks>
    /// As the form without a time, for callers that must go on: an unreachable data plane is no exception here. What is left is
    /// <see cref="DeliveryStatistics.Pending"/>, stays queued and is still sent.
    /// </remarks>
    /// <param name="timeout">
    /// How long to wait at most. Zero begins to send and does not wait; <see cref="Timeout.InfiniteTimeSpan"/>, and all above
    /// 24 days, is without limit.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; what was logged stays queued.</param>
    /// <returns>Statistics since each live sink was made, summed over them, as they are when everything is settled or the time is over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static async Task<DeliveryStatistics> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The time to wait is negative.");

        var sinks = LiveSinks.Snapshot();
        using (var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var settled = Task.WhenAll(sinks.Select(sink => sink.FlushAsync(enough.Token)));
            if (!settled.IsCompleted && timeout != TimeSpan.Zero)
                await Task.WhenAny(settled, TimeProvider.System.WaitAsync(timeout.TotalMilliseconds > int.MaxValue ? Timeout.InfiniteTimeSpan : timeout, enough.Token)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            enough.Cancel();
        }

        return DeliveryStatistics.Sum([.. sinks.Select(static sink => sink.ReadStatistics())]);
    }

    /// <summary>Sends what was logged before the call for as long as closing the loggers would, without closing them.</summary>
    /// <remarks>
    /// For a program that stops in steps: while messages are acknowledged, up to each sink's <c>ShutdownTimeout</c> and
    /// <c>ShutdownStallTimeout</c>; 3 s where nobody can be reached; not at all where the key, the source or the URL is known to
    /// be refused. A close that follows within 5 s goes on with the same clock, so both together take no longer than a close
    /// alone. The hosts of <c>AddRudderStack</c> and <c>AddRudderStackReports</c> call it when all of the host has stopped.
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait; what was logged stays queued.</param>
    /// <returns>Statistics since each live sink was made, summed over them, as they are when this ends.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public static async Task<DeliveryStatistics> DrainAsync(CancellationToken cancellationToken = default)
    {
        var sinks = LiveSinks.Snapshot();
        await Task.WhenAll(sinks.Select(sink => sink.DrainAsync(cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return DeliveryStatistics.Sum([.. sinks.Select(static sink => sink.ReadStatistics())]);
    }

    /// <summary>Reads how delivery is going, for a health check.</summary>
    /// <remarks>Covers every RudderStack sink of the process that is not yet disposed; sinks of <c>AuditTo</c> report by exceptions.</remarks>
    /// <param name="window">The time for which losses count, up to now; one hour at most is remembered.</param>
    /// <returns>The state now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static DeliveryHealth ReadHealth(TimeSpan window)
    {
        if (window < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(window), window, "The time is negative.");

        var sinks = LiveSinks.Snapshot();
        var lost = new long[DropReasons.Count];
        foreach (var sink in sinks)
            sink.Health.AddLost(window, lost);
        return new DeliveryHealth(
            sinks.Select(static sink => sink.Health.Refusal).FirstOrDefault(static refusal => refusal is not null),
            sinks.Count == 0 ? TimeSpan.Zero : sinks.Max(static sink => sink.StalledFor),
            DropReasons.ToDictionary(lost),
            DeliveryStatistics.Sum([.. sinks.Select(static sink => sink.ReadStatistics())]));
    }
}
