using Serilog;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddRudderStack("local-write-key", Environment.GetEnvironmentVariable("RUDDERSTACK_DATA_PLANE_URL")!);
builder.Services.AddRudderStackHttpContext();
builder.Services.AddHealthChecks().AddRudderStack();
builder.WebHost.UseUrls("http://127.0.0.1:0");

await using (var app = builder.Build())
{
    app.MapHealthChecks("/health");
    app.MapPost("/orders/{id}", (int id, ILogger<Program> logger) => logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = id }));
    await app.StartAsync();

    // A visitor.
    using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    client.DefaultRequestHeaders.UserAgent.ParseAdd("Visitor/1.0");
    client.DefaultRequestHeaders.Referrer = new Uri("https://pizza.example/menu?campaign=1");
    (await client.PostAsync("/orders/42", content: null)).EnsureSuccessStatusCode();
    Console.WriteLine(await client.GetStringAsync("/health"));
    await app.StopAsync();
}

Console.WriteLine(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
