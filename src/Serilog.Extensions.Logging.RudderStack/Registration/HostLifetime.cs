using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>Takes the logger for reports when the host starts, and sends what is queued when all of the host has stopped but its services still live.</summary>
/// <remarks>
/// The provider is disposed with the services, in an order that nobody chooses: a handler that comes from the services may be
/// gone by then. What this leaves is the disposal's.
/// </remarks>
sealed class HostLifetime : IHostedLifecycleService
{
    readonly IServiceProvider _services;
    readonly HostReports _reports;
    readonly IOptionsMonitor<RudderStackLoggerOptions> _options;

    public HostLifetime(IServiceProvider services, HostReports reports, IOptionsMonitor<RudderStackLoggerOptions> options)
    {
        _services = services;
        _reports = reports;
        _options = options;
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _reports.TakeLogger(_services);
        return Task.CompletedTask;
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        var sink = _options.CurrentValue.Sink;
        if (!sink.Enabled)
            return;

        try
        {
            await FlushAsync(sink.ShutdownTimeout, sink.ShutdownStallTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host has waited long enough.
        }
    }

    // As the disposal does: while messages are acknowledged, and not at all where that is known to be in vain.
    static async Task FlushAsync(TimeSpan longest, TimeSpan stall, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        var settled = -1L;
        while (TimeProvider.System.GetElapsedTime(since) is var elapsed && elapsed < longest && RudderStackDelivery.ReadHealth(TimeSpan.Zero).Refusal is null)
        {
            var left = longest - elapsed;
            var statistics = await RudderStackDelivery.FlushAsync(left < stall ? left : stall, cancellationToken).ConfigureAwait(false);
            if (statistics.Pending == 0 || statistics.Accepted - statistics.Pending == settled)
                return;
            settled = statistics.Accepted - statistics.Pending;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
