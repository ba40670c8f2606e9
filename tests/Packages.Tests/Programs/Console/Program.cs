using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Serilog;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack;

SelfLog.Enable(Console.Error);

Log.Logger = new LoggerConfiguration()
    .WriteTo.RudderStack("local-write-key", Environment.GetEnvironmentVariable("RUDDERSTACK_DATA_PLANE_URL")!, options =>
    {
        options.DefaultContext = new Dictionary<string, object?> { ["app.name"] = "Console" };
        options.OnDropped = message => Console.Error.WriteLine(message);
    })
    .CreateLogger();

Log.ForContext("EventType", "track")
    .ForContext("UserId", "1hKOmRA4GRlm")
    .ForContext("Context", new { Ip = "203.0.113.7" }, destructureObjects: true)
    .ForContext("Integrations", new Dictionary<string, bool> { ["All"] = true, ["Salesforce"] = false }, destructureObjects: true)
    .Information("Order Completed {OrderId} {Total} {PaidAt}", 42, 99.50m, new DateTimeOffset(2026, 11, 27, 12, 30, 0, TimeSpan.FromHours(1)));

Log.Logger.Track("1hKOmRA4GRlm", "Product Added", new
{
    Name = "Pizza \u3042 \uD83C\uDF55",
    Price = 1.10,
    Ratio = 1.0f / 3,
    Weight = 0.1 + 0.7,
    Distance = 1.0 / 3,
    Mass = 5.9722e24,
    Balance = -933.1577f,
    Depth = -877568.747267481,
    Share = 0.0964113806645547,
    Quantity = long.MaxValue,
    Id = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
    Day = DayOfWeek.Friday,
    Toppings = new[] { "basil", "olives" },
    Sizes = new Dictionary<string, object?> { ["large"] = new { Width = 40 }, ["none"] = null },
});
Log.Logger.Identify("1hKOmRA4GRlm", new { FirstName = "Alex", Email = "alex@example.com" });
Log.Logger.Page("1hKOmRA4GRlm", "Pizza", new { Url = new Uri("https://pizza.example/") }, category: "Food");
Log.Logger.Screen("1hKOmRA4GRlm", "Pizza");
Log.Logger.Group("1hKOmRA4GRlm", "1", new { Name = "Company", Employees = 7 });
Log.Logger.Alias(previousId: "12345", userId: "1hKOmRA4GRlm");
Log.Information("Not analytics");

var flushed = await RudderStackDelivery.FlushAsync(TimeSpan.FromSeconds(20));
// Not CloseAndFlushAsync: the Serilog of .NET Framework has none.
Log.CloseAndFlush();
Console.WriteLine(RuntimeInformation.FrameworkDescription);
Console.WriteLine("delivered " + flushed.Delivered + ", dropped " + flushed.Dropped + ", pending " + flushed.Pending);
