using System.Text.Json;
using RudderStack.Local;
using Serilog;
using Serilog.Sinks.RudderStack;
using Xunit;

public class KitchenTests
{
    [Fact]
    public async Task OrdersArriveAsPlanned()
    {
        await using var dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Plan = Path.Combine(AppContext.BaseDirectory, "tracking") });
        await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url).CreateLogger())
            logger.TrackOrderCompleted("1hKOmRA4GRlm", new() { OrderId = 42, Total = 99.50m });

        dataPlane.AssertPlanned();
        await File.WriteAllTextAsync(Environment.GetEnvironmentVariable("RECEIVED")!, JsonSerializer.Serialize(dataPlane.Messages));
    }

    [Fact]
    public async Task WhatIsNotPlannedIsFound()
    {
        await using var dataPlane = await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Plan = Path.Combine(AppContext.BaseDirectory, "tracking") });
        await using (var logger = new LoggerConfiguration().WriteTo.RudderStack(dataPlane.WriteKey, dataPlane.Url).CreateLogger())
            logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = "A-1", Total = 99.50m });

        Assert.Throws<PlanViolationException>(dataPlane.AssertPlanned);
    }
}

[TrackingPlan("kitchen")]
static partial class Kitchen;
