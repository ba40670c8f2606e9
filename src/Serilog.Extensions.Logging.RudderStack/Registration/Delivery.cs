using Microsoft.Extensions.Logging;
using Serilog.Sinks.RudderStack;

namespace Serilog.Extensions.Logging.RudderStack.Registration;

/// <summary>Gives the process-wide flush to dependency injection.</summary>
sealed class Delivery : IRudderStackDelivery
{
    public Task<DeliveryStatistics> FlushAsync(CancellationToken cancellationToken = default) =>
        RudderStackDelivery.FlushAsync(cancellationToken);

    public Task<DeliveryStatistics> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        RudderStackDelivery.FlushAsync(timeout, cancellationToken);
}
