// Sends the six calls of RudderStack through Serilog to a local data plane and shows what arrived there. With
// RUDDERSTACK_WRITE_KEY and RUDDERSTACK_DATA_PLANE_URL set, sends them to that data plane instead.

using System.Text.Encodings.Web;
using System.Text.Json;
using RudderStack.Local;
using Serilog;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack;

SelfLog.Enable(Console.Error);

var writeKey = Environment.GetEnvironmentVariable("RUDDERSTACK_WRITE_KEY");
var dataPlaneUrl = Environment.GetEnvironmentVariable("RUDDERSTACK_DATA_PLANE_URL");
if (string.IsNullOrEmpty(writeKey) != string.IsNullOrEmpty(dataPlaneUrl))
{
    Console.Error.WriteLine("Set both RUDDERSTACK_WRITE_KEY and RUDDERSTACK_DATA_PLANE_URL, or neither.");
    return 2;
}

// It knows the tracking plan, too, and says which messages are not as planned.
var planFolder = Path.Combine(AppContext.BaseDirectory, "tracking");
await using var localDataPlane = string.IsNullOrEmpty(writeKey) ? await LocalDataPlane.StartAsync(new LocalDataPlaneOptions { Plan = planFolder }) : null;

Log.Logger = new LoggerConfiguration()
    .WriteTo.RudderStack(writeKey ?? localDataPlane!.WriteKey, dataPlaneUrl ?? localDataPlane!.Url)
    .CreateLogger();

// A call is a log event with an EventType; the other properties say what belongs to it.
Log.ForContext("EventType", "track")
    .ForContext("UserId", "1hKOmRA4GRlm")
    .Information("Order Completed {OrderId} {Total}", 42, 99.50m);

// The typed methods write the same kind of event.
Log.Logger.Screen("1hKOmRA4GRlm", "Pizza", new { Size = "large" });
Log.Logger.Alias(previousId: "12345", userId: "1hKOmRA4GRlm");

// With a tracking plan (folder tracking) the compiler knows which properties and traits there are.
Log.Logger.Identify("1hKOmRA4GRlm", new Kitchen.IdentifyTraits { Name = "Alex Keener", Email = "alex@example.com", Plan = Kitchen.Plan.Free });
Log.Logger.Page("1hKOmRA4GRlm", "Pizza", new Kitchen.PageProperties { Url = "https://pizza.example/" });
Log.Logger.Group("1hKOmRA4GRlm", "1", new Kitchen.GroupTraits { Name = "Company", Industry = "Food" });

// An ordinary log event stays at home.
Log.Information("The kitchen is closed");

DeliveryStatistics statistics;
using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
try
{
    statistics = await RudderStackDelivery.FlushAsync(limit.Token);
}
catch (OperationCanceledException)
{
    // Without a limit a flush waits as long as the sink tries, which is ten minutes.
    Console.Error.WriteLine("Not delivered within 5 seconds; SelfLog says why, above.");
    return 1;
}
finally
{
    await Log.CloseAndFlushAsync();
}

if (localDataPlane is not null)
{
    var readable = new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    foreach (var message in localDataPlane.Messages)
        Console.WriteLine(JsonSerializer.Serialize(message, readable));
    foreach (var violation in localDataPlane.Violations)
        Console.Error.WriteLine($"Not as planned: {violation}");
}

var dropped = statistics.Dropped.Values.Sum();
foreach (var (reason, count) in statistics.Dropped)
    Console.Error.WriteLine($"{count} dropped: {reason}");
Console.WriteLine($"delivered {statistics.Delivered}, dropped {dropped}");
return statistics.Delivered == 6 && dropped == 0 ? 0 : 1;
