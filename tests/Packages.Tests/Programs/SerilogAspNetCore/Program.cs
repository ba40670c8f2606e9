using Serilog;
using Serilog.Debugging;

SelfLog.Enable(Console.Error);

var builder = WebApplication.CreateBuilder(args);
builder.Configuration["Serilog:WriteTo:0:Args:dataPlaneUrl"] = Environment.GetEnvironmentVariable("RUDDERSTACK_DATA_PLANE_URL");
builder.Services.AddHttpContextAccessor();
builder.Services.AddSerilog((services, logger) => logger.ReadFrom.Configuration(builder.Configuration).ReadFrom.Services(services));
builder.WebHost.UseUrls("http://127.0.0.1:0");

await using (var app = builder.Build())
{
    app.UseSerilogRequestLogging();
    app.MapPost("/orders/{id}", (int id, Microsoft.Extensions.Logging.ILogger<Program> logger) =>
        logger.LogInformation("Order Completed {OrderId} {EventType} {UserId}", id, "track", "1hKOmRA4GRlm"));
    await app.StartAsync();

    using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    client.DefaultRequestHeaders.UserAgent.ParseAdd("Visitor/1.0");
    (await client.PostAsync("/orders/42", content: null)).EnsureSuccessStatusCode();
    await app.StopAsync();
}

await Log.CloseAndFlushAsync();
Console.WriteLine(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
