using Microsoft.Extensions.Diagnostics.HealthChecks;
using Serilog.Sinks.RudderStack;

namespace Serilog.AspNetCore.RudderStack;

/// <summary>Says whether analytics are delivered, from what the sinks of the process remember.</summary>
sealed class DeliveryHealthCheck(TimeSpan stallThreshold, TimeSpan lossWindow) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = RudderStackDelivery.ReadHealth(lossWindow);
        var data = Data(health);
        return Task.FromResult(Fault(health) is { } fault
            ? new HealthCheckResult(context.Registration.FailureStatus, fault, data: data)
            : HealthCheckResult.Healthy("No fault of analytics delivery is known.", data));
    }

    // What explains the others comes first: a refused key also stalls and loses.
    string? Fault(DeliveryHealth health)
    {
        if (health.Refusal is { } refusal)
            return refusal;
        if (health.StalledFor > stallThreshold)
            return $"Analytics messages wait, and none was acknowledged for {(long)health.StalledFor.TotalSeconds} s; check the data plane and the network to it.";
        if (health.Lost.Values.Sum() is var lost and > 0)
        {
            var reasons = string.Join(", ", health.Lost.Where(loss => loss.Value > 0).OrderBy(loss => loss.Key).Select(loss => $"{loss.Key} {loss.Value}"));
            return $"{lost} analytics {(lost == 1 ? "message was" : "messages were")} lost within the last {(long)lossWindow.TotalSeconds} s ({reasons}); the sink's reports say why.";
        }

        return null;
    }

    static Dictionary<string, object> Data(DeliveryHealth health)
    {
        var data = new Dictionary<string, object>
        {
            ["accepted"] = health.Statistics.Accepted,
            ["delivered"] = health.Statistics.Delivered,
            ["pending"] = health.Statistics.Pending,
            ["stalledSeconds"] = health.StalledFor.TotalSeconds,
        };
        foreach (var (reason, count) in health.Statistics.Dropped)
            data[$"dropped.{reason}"] = count;
        foreach (var (reason, count) in health.Lost)
            data[$"lost.{reason}"] = count;
        return data;
    }
}
