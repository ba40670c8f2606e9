// Configures the sink from the "Serilog" section of appsettings.json, sends the six calls to a local data plane, and
// shows what arrived there. RUDDERSTACK_WRITE_KEY and RUDDERSTACK_DATA_PLANE_URL name another data plane; so do
// Serilog__WriteTo__0__Args__writeKey and Serilog__WriteTo__0__Args__dataPlaneUrl.

using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using RudderStack.Local;
using Serilog;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack;

const string Arguments = "Serilog:WriteTo:0:Args:";

SelfLog.Enable(Console.Error);

var configuration = new ConfigurationManager();
configuration.SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json").AddEnvironmentVariables();

configuration[Arguments + "writeKey"] = configuration["RUDDERSTACK_WRITE_KEY"] ?? configuration[Arguments + "writeKey"];
configuration[Arguments + "dataPlaneUrl"] = configuration["RUDDERSTACK_DATA_PLANE_URL"] ?? configuration[Arguments + "dataPlaneUrl"];

// The file's own URL stands for a local data plane on whatever port is free, unless the environment asks for that very URL.
string[] variables = ["RUDDERSTACK_DATA_PLANE_URL", "Serilog__WriteTo__0__Args__dataPlaneUrl"];
var isLocal = configuration[Arguments + "dataPlaneUrl"] == "http://127.0.0.1:8080" &&
    Array.TrueForAll(variables, variable => Environment.GetEnvironmentVariable(variable) is null);
await using var localDataPlane = isLocal ? await LocalDataPlane.StartAsync() : null;
if (localDataPlane is not null)
    configuration[Arguments + "dataPlaneUrl"] = localDataPlane.Url;

try
{
    Log.Logger = new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();
}
catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException fault)
{
    // The sink says what is wrong with each argument; Serilog.Settings.Configuration calls it by reflection.
    Console.Error.WriteLine(fault.Message);
    return 1;
}

Log.Logger.Identify("1hKOmRA4GRlm", new { Name = "Alex Keener", Email = "alex@example.com", Plan = "Free" });
Log.Logger.Track("1hKOmRA4GRlm", "Order Completed", new { OrderId = 42, Total = 99.50m });
Log.Logger.Page("1hKOmRA4GRlm", "Pizza", new { Url = "https://pizza.example/" });
Log.Logger.Screen("1hKOmRA4GRlm", "Pizza");
Log.Logger.Group("1hKOmRA4GRlm", "1", new { Name = "Company", Industry = "Food" });
Log.Logger.Alias(previousId: "12345", userId: "1hKOmRA4GRlm");

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
}

var dropped = statistics.Dropped.Values.Sum();
foreach (var (reason, count) in statistics.Dropped)
    Console.Error.WriteLine($"{count} dropped: {reason}");
Console.WriteLine($"delivered {statistics.Delivered}, dropped {dropped}");
return statistics.Delivered == 6 && dropped == 0 ? 0 : 1;
