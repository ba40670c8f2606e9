using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
    bool _isStarted;

    public HostLifetime(IServiceProvider services, HostReports reports)
    {
        _services = services;
        _reports = reports;

        // Services dispose what somebody has asked them for.
        _ = services.GetService<ProcessReports>();
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        _reports.TakeLogger(_services);
        return Task.CompletedTask;
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RudderStackDelivery.DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host has waited long enough.
        }
    }

    // Hosts before .NET 8, and WebHost, know these two alone.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reports.TakeLogger(_services);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _isStarted ? Task.CompletedTask : StoppedAsync(cancellationToken);
}
