using Serilog.Extensions.Logging.RudderStack;

var builder = Host.CreateApplicationBuilder(args);
builder.Configuration["Logging:RudderStack:DataPlaneUrl"] = Environment.GetEnvironmentVariable("RUDDERSTACK_DATA_PLANE_URL");
builder.Logging.AddRudderStack().UseDurableOutbox(Path.Combine(AppContext.BaseDirectory, "analytics.db"));
builder.Services.AddHostedService<Kitchen>();

using (var host = builder.Build())
    await host.RunAsync();

Console.WriteLine(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);

sealed partial class Kitchen(ILogger<Kitchen> logger, IRudderStackDelivery delivery, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.Identify("1hKOmRA4GRlm", new { Name = "Alex Keener", Plan = "Free" });
        logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = 42, Total = 99.50m });
        using (logger.BeginScope(new Dictionary<string, object> { ["UserId"] = "1hKOmRA4GRlm" }))
            OvenHeated(logger, "track", 250);

        logger.LogError("Not analytics");
        var statistics = await delivery.FlushAsync(TimeSpan.FromSeconds(20));
        Console.WriteLine($"delivered {statistics.Delivered}, pending {statistics.Pending}");

        // The host delivers this one at its end.
        logger.Track("1hKOmRA4GRlm", "Kitchen Closed");
        lifetime.StopApplication();
    }

    [LoggerMessage(EventName = "Oven Heated", Level = LogLevel.Information, Message = "{EventType} {Degrees}")]
    static partial void OvenHeated(ILogger logger, string eventType, int degrees);
}
