using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Serilog;
using Serilog.Debugging;
using Serilog.Sinks.RudderStack;

SelfLog.Enable(Console.Error);

Log.Logger = new LoggerConfiguration()
    .WriteTo.RudderStack("local-write-key", Environment.GetEnvironmentVariable("RUDDERSTACK_DATA_PLANE_URL")!)
    .CreateLogger();

Log.Logger.TrackOrderCompleted("1hKOmRA4GRlm", new Kitchen.OrderCompleted { OrderId = 42, Total = 99.50m, Plan = Kitchen.Plan.Free });
Log.Logger.Identify("1hKOmRA4GRlm", new Kitchen.IdentifyTraits { Email = "alex@example.com" });

// What the plan does not have, and needs no reflection either.
Log.Logger.Group("1hKOmRA4GRlm", "1", new Dictionary<string, object> { ["employees"] = 7, ["programs"] = new List<string> { "pizza", "bread" } });
Log.ForContext("EventType", "track").ForContext("UserId", "1hKOmRA4GRlm").Information("Oven Cooled {Degrees}", 20);

// Not CloseAndFlushAsync: the Serilog of .NET Framework has none.
Log.CloseAndFlush();
Console.WriteLine(RuntimeInformation.FrameworkDescription);

[TrackingPlan("kitchen")]
static partial class Kitchen
{
}
